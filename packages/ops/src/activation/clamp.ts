import type { Algebra, Value } from "@chainrule/core";
import { maximum } from "../elementwise/maximum.js";
import { minimum } from "../elementwise/minimum.js";

/**
 * x, but no less than a bound; NaN stays. For a factor that meets another one that has long been 0 at the bound: at -∞
 * the product of both would be NaN.
 */
export function atLeast<T, B>(m: Algebra<T, B>, x: T, bound: number): T {
  return m.select(m.less(x, bound), bound, x);
}

/** x, but no farther from 0 than a bound; NaN stays. */
export function within<T, B>(m: Algebra<T, B>, x: T, bound: number): T {
  return m.select(m.less(bound, x), bound, atLeast(m, x, -bound));
}

/** x where it is not above 0, else 0; NaN stays. What is computed of it cannot overflow where it is not wanted. */
export function negativeSide<T, B>(m: Algebra<T, B>, x: T): T {
  return m.select(m.less(0, x), 0, x);
}

/** {@link within}, as nodes of a graph. */
export function clamped(x: Value, bound: number): Value {
  return maximum(minimum(x, bound), -bound);
}
