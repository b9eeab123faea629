import { atMost } from "./clamp.js";
import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";

/**
 * ln 2 in two pieces. The first ends in so many zeros that its product with any exponent is exact.
 * @see Cody and Waite, Software Manual for the Elementary Functions, 1980
 */
export const ln2: Readonly<Record<Element, { readonly high: number; readonly low: number }>> = {
  f32: { high: 0.693359375, low: -2.1219444e-4 },
  f64: { high: 0.6931471803691238, low: 1.9082149292705877e-10 },
};

/** The greatest n of a finite 2ⁿ. */
export const greatestExponent: Readonly<Record<Element, number>> = { f32: 127, f64: 1023 };

/** Below it eˣ counts as 0: where the nearest power of 2 is the least normal one, (1 - greatest + ½) ln 2. */
export const vanishing: Readonly<Record<Element, number>> = { f32: -86.99, f64: -708.05 };

/**
 * x = n ln 2 + r for the integer n next to x / ln 2, though no greater than a power of 2 may have: |r| ≤ ½ ln 2,
 * but up to ln 2 just before eˣ overflows, and anything beyond.
 */
export function reduceExponent<T, B>(m: Machine<T, B>, x: T, element: Element): { n: T; r: T } {
  const { high, low } = ln2[element];
  const n = atMost(m, m.round(m.multiply(x, Math.LOG2E)), greatestExponent[element]);
  return { n, r: m.subtract(m.subtract(x, m.multiply(n, high)), m.multiply(n, low)) };
}
