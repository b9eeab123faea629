import type { Machine } from "./machine.js";

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
    return odd === undefined ? m.number(even) : m.add(m.multiply(x, odd), even);
  };
  let last = coefficients.length - 1;
  last -= last % 2;
  let sum = pairAt(last);
  for (let i = last - 2; i >= 0; i -= 2) sum = m.add(m.multiply(sum, squared), pairAt(i));
  return sum;
}
