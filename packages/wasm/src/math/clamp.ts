import type { Operand } from "@chainrule/core";
import type { Machine } from "./machine.js";

/** The lesser of x and a bound; NaN stays. One instruction, where `minimum` is several: it need not mind -0. */
export function atMost<T, B>(m: Machine<T, B>, x: T, bound: Operand<T>): T {
  return m.select(m.less(bound, x), bound, x);
}

/** The greater of x and a bound; NaN stays. */
export function atLeast<T, B>(m: Machine<T, B>, x: T, bound: Operand<T>): T {
  return m.select(m.less(x, bound), bound, x);
}
