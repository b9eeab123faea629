import { atLeast, atMost } from "./clamp.js";
import type { Machine } from "./machine.js";
import { polynomial, type Quotient } from "./polynomial.js";

export interface Saturating {
  /** From here on y rounds to 1. */
  readonly one: number;
  /** a and b of y = v / (a + bv²), 4ab = 1 or as little more as rounding makes it. */
  readonly scale: readonly [number, number];
  /** 1 - v / x in powers of x². */
  readonly quotient: Quotient;
}

/**
 * An odd function y with limits ±1, by way of a v with y = v / (a + bv²). That is flat where it is greatest: where y
 * nears 1, little is left of an error of v, so few coefficients suffice and what rounding does to them vanishes.
 * Keeps the sign of 0.
 */
export function saturating<T, B>(m: Machine<T, B>, x: T, { one, scale, quotient }: Saturating): T {
  const clamped = atLeast(m, atMost(m, x, one), -one);
  const square = m.multiply(clamped, clamped);
  const fourth = m.multiply(square, square);
  const above = polynomial(m, square, quotient.above, fourth);
  const below = polynomial(m, square, quotient.below, fourth);
  const v = m.subtract(clamped, m.multiply(clamped, m.divide(above, below)));
  const result = m.divide(v, m.add(m.multiply(m.multiply(v, v), scale[1]), scale[0]));
  return m.select(m.equal(x, 0), x, result);
}
