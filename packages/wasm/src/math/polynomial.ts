import type { Machine } from "./machine.js";

/** A quotient of two polynomials; the lower one begins with 1. */
export interface Quotient {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/**
 * c₀ + c₁x + c₂x² + …, in pairs: (c₀ + c₁x) + x²((c₂ + c₃x) + x²(…)). One step more than Horner's scheme, and half
 * as long a chain of steps that wait for each other.
 * @param squared x², where it is at hand
 */
export function polynomial<T, B>(
  m: Machine<T, B>,
  x: T,
  coefficients: readonly number[],
  squared: T = m.multiply(x, x),
): T {
  const pairAt = (i: number): T => {
    const [even, odd] = [coefficients[i]!, coefficients[i + 1]];
    if (odd === undefined) return m.number(even);
    const product = m.multiply(x, odd);
    return even === 0 ? product : m.add(product, even);
  };
  let i = coefficients.length - 1;
  i -= i % 2;
  let sum = pairAt(i);
  for (i -= 2; i >= 0; i -= 2) sum = m.add(m.multiply(sum, squared), pairAt(i));
  return sum;
}
