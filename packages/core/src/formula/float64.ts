import type { Algebra } from "./algebra.js";

/** 1 / (1 + e⁻ˣ); the exponential is taken of -|x|, so it never overflows. */
export function sigmoidOf(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
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
};
