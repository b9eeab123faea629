import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { polynomial } from "./polynomial.js";

/** (2 artanh(s) - 2s) / s³ in powers of s², minimax for ln(1 + f), f = 2s / (1 - s), over √½ ≤ 1 + f ≤ √2. */
const coefficients: Readonly<Record<Element, readonly number[]>> = {
  f32: [0.66666776, 0.3997754, 0.2987183],
  f64: [
    0.6666666666666734, 0.3999999999941446, 0.2857142874244218, 0.22222198566983595, 0.1818356467736308,
    0.15314040862379408, 0.1479605346234607,
  ],
};

/** Below the least normal number a logarithm's argument counts as 0. */
export const leastNormal: Readonly<Record<Element, number>> = { f32: 2 ** -126, f64: 2 ** -1022 };

/**
 * ln(1 + f) for √½ ≤ 1 + f ≤ √2, as f - s(f - R(s)) with s = f / (2 + f): what is rounded often is small against f.
 * Keeps the sign of 0.
 * @see fdlibm, e_log.c
 */
export function logNearOne<T, B>(m: Machine<T, B>, f: T, element: Element): T {
  const s = m.divide(f, m.add(f, 2));
  const square = m.multiply(s, s);
  const rest = m.multiply(square, polynomial(m, square, coefficients[element]));
  return m.subtract(f, m.multiply(s, m.subtract(f, rest)));
}
