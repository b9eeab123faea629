import type { Operand } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";

/** A number as the sum of two: the second is what rounding has taken from the first. */
export interface Pair<T> {
  readonly high: T;
  readonly low: T;
}

/** 2ˢ + 1: half of the digits, rounded up, are left to the second part. */
const splitter: Readonly<Record<Element, number>> = { f32: 2 ** 12 + 1, f64: 2 ** 27 + 1 };

/** a as two of half its digits, for a far from overflow. */
function split<T, B>(m: Machine<T, B>, a: T, element: Element): Pair<T> {
  const large = m.multiply(a, splitter[element]);
  const high = m.subtract(large, m.subtract(large, a));
  return { high, low: m.subtract(a, high) };
}

/** a + b for |a| ≥ |b| or a = 0, exactly. */
export function exactSum<T, B>(m: Machine<T, B>, a: Operand<T>, b: Operand<T>): Pair<T> {
  const high = m.add(a, b);
  return { high, low: m.subtract(b, m.subtract(high, a)) };
}

/**
 * a · b, exactly.
 * @see Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971)
 */
export function exactProduct<T, B>(m: Machine<T, B>, a: T, b: T, element: Element): Pair<T> {
  const high = m.multiply(a, b);
  const x = split(m, a, element);
  const y = split(m, b, element);
  const first = m.subtract(m.multiply(x.high, y.high), high);
  const second = m.add(first, m.multiply(x.high, y.low));
  const third = m.add(second, m.multiply(x.low, y.high));
  return { high, low: m.add(third, m.multiply(x.low, y.low)) };
}
