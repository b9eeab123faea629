import type { Machine } from "./machine.js";
import { polynomial, type Quotient } from "./polynomial.js";

/**
 * An odd function y with limits ±1, by way of t with y = 2t / (1 + t²): where y nears 1, of an error of t only the
 * small part (1 - t²) / (1 + t²) is left, so few coefficients suffice and what rounding does to them vanishes.
 * Keeps the sign of 0; nowhere beyond ±1.
 * @param one from here on y rounds to 1
 * @param quotient 1 - 2t / x in powers of x²
 */
export function saturating<T, B>(m: Machine<T, B>, x: T, one: number, { above, below }: Quotient): T {
  const clamped = m.maximum(m.minimum(x, one), -one);
  const square = m.multiply(clamped, clamped);
  const fourth = m.multiply(square, square);
  const quotient = m.divide(polynomial(m, square, above, fourth), polynomial(m, square, below, fourth));
  const twice = m.subtract(clamped, m.multiply(clamped, quotient));
  const result = m.divide(twice, m.add(m.multiply(m.multiply(twice, twice), 0.25), 1));
  return m.select(m.equal(x, 0), x, result);
}
