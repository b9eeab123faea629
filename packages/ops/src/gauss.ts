import type { Algebra } from "@chainrule/core";

/**
 * e^(-scale · x²), to a few ulp: what rounding x² would lose of it is made good, since x² = h² + (x - h)(x + h), where h, a
 * multiple of 1/16, has an exact square.
 */
export function gauss<T, B>(m: Algebra<T, B>, x: T, scale: 1 | 0.5): T {
  // Farther out the result is 0; NaN stays.
  const size = m.minimum(m.abs(x), 40);
  const h = m.multiply(m.round(m.multiply(size, 16)), 1 / 16);
  const rest = m.multiply(m.subtract(size, h), m.add(size, h));
  return m.multiply(m.exp(m.multiply(-scale, m.multiply(h, h))), m.exp(m.multiply(-scale, rest)));
}
