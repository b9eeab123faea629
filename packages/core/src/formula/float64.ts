import type { Algebra } from "./algebra.js";
import { erfOf, normalCdfOf } from "./erf.js";

/** 1 / (1 + e⁻ˣ); the exponential is taken of -|x|, so it never overflows. */
export function sigmoidOf(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** The nearest whole number, a half to the even one; the sign of 0 is kept. */
export function roundOf(x: number): number {
  // From 2⁵² on every number is whole; below, adding that and taking it away rounds as any sum is rounded.
  if (!(Math.abs(x) < 2 ** 52)) return x;
  const whole = Math.abs(x) + 2 ** 52 - 2 ** 52;
  return x < 0 || Object.is(x, -0) ? -whole : whole;
}

/** xʸ; JavaScript alone has NaN for 1 to the power of NaN or ±∞, and for -1 of ±∞. */
export function powerOf(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;
}

/** The formula algebra over plain numbers: the meaning that every other interpreter is held to. */
export const float64Algebra: Algebra<number, boolean> = {
  number: (value) => value,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  round: roundOf,
  minimum: Math.min,
  maximum: Math.max,
  less: (a, b) => a < b,
  equal: (a, b) => a === b,
  select: (condition, yes, no) => (condition ? yes : no),
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  tanh: Math.tanh,
  sigmoid: sigmoidOf,
  erf: erfOf,
  normalCdf: normalCdfOf,
  sin: Math.sin,
  cos: Math.cos,
  power: powerOf,
};
