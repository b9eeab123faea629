import type { Element } from "../ir/program.js";
import { leastNormal, logNearOne } from "./logarithm.js";
import type { Machine } from "./machine.js";

/**
 * ln x = k ln 2 + ln(1 + f), x = 2ᵏ(1 + f). Of 0 it is -∞, of what is negative NaN, and a subnormal counts as 0.
 */
export function log<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const mantissa = m.mantissa(x);
  const exponent = m.exponent(x);
  const isLarge = m.less(Math.SQRT2, mantissa);
  const k = m.select(isLarge, m.add(exponent, 1), exponent);
  const f = m.subtract(m.select(isLarge, m.multiply(mantissa, 0.5), mantissa), 1);
  const result = m.add(m.multiply(k, Math.LN2), logNearOne(m, f, element));
  const noNumber = m.select(m.less(x, 0), NaN, -Infinity);
  return m.select(m.less(x, leastNormal[element]), noNumber, m.select(m.less(x, Infinity), result, x));
}
