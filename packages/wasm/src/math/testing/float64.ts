import type { FunctionName } from "@chainrule/core";

/** erf of |x| < 4 from a series without a change of sign. */
function erf(x: number): number {
  if (Math.abs(x) >= 4.2) return Math.sign(x);
  let term = x;
  let sum = 0;
  for (let k = 0; Math.abs(term) > 1e-20 * Math.abs(sum); k++) {
    sum += term;
    term *= (2 * x * x) / (2 * k + 3);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Φ(x), far on the left from Laplace's continued fraction. x of float32 has an exact square here. */
function normalCdf(x: number): number {
  if (x > -3) return 0.5 + 0.5 * erf(x * Math.SQRT1_2);
  let fraction = -x;
  for (let k = 200; k > 0; k--) fraction = -x + k / fraction;
  return Math.exp((-x * x) / 2) / (Math.sqrt(2 * Math.PI) * fraction);
}

/** Functions in float64, good in more digits than float32 has: what float32 is measured by. */
export const float64Functions: Readonly<Record<FunctionName, (x: number, y: number) => number>> = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  tanh: Math.tanh,
  sigmoid: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  erf,
  normalCdf,
  sin: Math.sin,
  cos: Math.cos,
  power: Math.pow,
};
