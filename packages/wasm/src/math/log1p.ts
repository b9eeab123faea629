import type { Element } from "../ir/program.js";
import { logNearOne } from "./logarithm.js";
import type { Machine } from "./machine.js";

/**
 * ln(1 + x) = k ln 2 + ln(1 + f), 1 + x = 2ᵏ(1 + f), where f = (x - (2ᵏ - 1)) / 2ᵏ is rounded once. Of -1 it is -∞,
 * below NaN. Keeps the sign of 0.
 */
export function log1p<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const sum = m.add(x, 1);
  const exponent = m.exponent(sum);
  const isLarge = m.less(Math.SQRT2, m.mantissa(sum));
  // k is negated so that for x = -0 nothing but +0 is taken away.
  const negativeK = m.select(isLarge, m.subtract(-1, exponent), m.subtract(0, exponent));
  // 4 · 2⁻ᵏ is a normal number for all x, 2⁻ᵏ is not.
  const scale = m.powerOfTwo(m.add(negativeK, 2));
  const f = m.multiply(m.subtract(m.multiply(x, scale), m.subtract(4, scale)), 0.25);
  const result = m.subtract(logNearOne(m, f, element), m.multiply(negativeK, Math.LN2));
  const noNumber = m.select(m.less(x, -1), NaN, -Infinity);
  return m.select(m.less(x, Infinity), m.select(m.less(-1, x), result, noNumber), x);
}
