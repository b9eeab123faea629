import type { FunctionName } from "@chainrule/core";
import { exactly, exponential, logarithm, pi, shift, squareRoot, toFixed } from "./fixed.js";

/** value · 2^-bits. */
export interface Exact {
  readonly value: bigint;
  readonly bits: number;
}

/** Enough that a hundred digits of x itself are left of 1 + x. */
function bitsFor(...numbers: number[]): number {
  const smallest = Math.min(...numbers.map((x) => (x === 0 ? 0 : exactly(x).exponent + 52)));
  return 240 + Math.max(0, -smallest);
}

const one = (bits: number): bigint => 1n << BigInt(bits);

function expOf(x: bigint, bits: number): Exact {
  const { n, m } = exponential(x, bits);
  return { value: m, bits: bits - n };
}

function quotient(above: bigint, below: bigint, bits: number): bigint {
  return shift(above, bits) / below;
}

/** eˣ - 1 in units of 2^-bits. */
function expm1Of(x: bigint, bits: number): bigint {
  const { n, m } = exponential(x, bits);
  return shift(m, n) - one(bits);
}

/** ∑ (-1)ᵏ x²ᵏ⁺¹ / (scaleᵏ k! (2k + 1)). */
function gaussSeries(x: bigint, scale: bigint, bits: number): bigint {
  const square = shift(x * x, -bits);
  let term = x;
  let sum = 0n;
  for (let k = 0n; term !== 0n; k++) {
    sum += term / (2n * k + 1n);
    term = -shift(term * square, -bits) / (scale * (k + 1n));
  }
  return sum;
}

/** Φ(-t) by Laplace's continued fraction, for t from 4 on. */
function normalTail(t: bigint, bits: number): Exact {
  let fraction = t;
  for (let k = 200n; k > 0n; k--) fraction = t + quotient(shift(k, bits), fraction, bits);
  const { n, m } = exponential(-shift(t * t, -bits - 1), bits);
  const root = squareRoot(2n * pi(bits), bits);
  return { value: quotient(quotient(m, fraction, bits), root, bits), bits: bits - n };
}

/** (-1)ᵏ sin(x - kπ) for the integer k nearest to x / π, shifted by half a turn. */
function sine(x: bigint, halves: bigint, bits: number): bigint {
  const half = pi(bits) >> 1n;
  const angle = x + halves * half;
  const k = (2n * angle + (angle < 0n ? -2n : 2n) * half) / (4n * half);
  const r = angle - k * 2n * half;
  const square = shift(r * r, -bits);
  let term = r;
  let sum = 0n;
  for (let j = 1n; term !== 0n && term !== -1n; j += 2n) {
    sum += term;
    term = -shift(term * square, -bits) / ((j + 1n) * (j + 2n));
  }
  return k % 2n === 0n ? sum : -sum;
}

/**
 * Functions to some sixty digits, from series that have nothing in common with the machine's: what float64 is
 * measured by.
 */
export const exactFunctions: Readonly<Record<FunctionName, (x: number, y: number) => Exact>> = {
  exp: (x) => expOf(toFixed(x, bitsFor(x)), bitsFor(x)),
  expm1(x) {
    const bits = bitsFor(x);
    return { value: expm1Of(toFixed(x, bits), bits), bits };
  },
  log(x) {
    const bits = bitsFor(x);
    return { value: logarithm(toFixed(x, bits), toFixed(Math.log(x), bits), bits), bits };
  },
  log1p(x) {
    const bits = bitsFor(x);
    return { value: logarithm(one(bits) + toFixed(x, bits), toFixed(Math.log1p(x), bits), bits), bits };
  },
  tanh(x) {
    const bits = bitsFor(x);
    // Farther out the difference from 1 is of no interest.
    const e = expm1Of(2n * toFixed(Math.max(-50, Math.min(50, x)), bits), bits);
    return { value: quotient(e, e + 2n * one(bits), bits), bits };
  },
  sigmoid(x) {
    const bits = bitsFor(x);
    const { n, m } = exponential(toFixed(Math.min(x, 60), bits), bits);
    return { value: quotient(m, one(bits) + shift(m, n), bits), bits: bits - n };
  },
  erf(x) {
    const bits = bitsFor(x);
    const near = toFixed(Math.max(-8, Math.min(8, x)), bits);
    return { value: quotient(2n * gaussSeries(near, 1n, bits), squareRoot(pi(bits), bits), bits), bits };
  },
  normalCdf(x) {
    const bits = bitsFor(x);
    if (x < -4) return normalTail(toFixed(-x, bits), bits);
    const part = gaussSeries(toFixed(Math.min(x, 12), bits), 2n, bits);
    return { value: one(bits - 1) + quotient(part, squareRoot(2n * pi(bits), bits), bits), bits };
  },
  sin: (x) => ({ value: sine(toFixed(x, bitsFor(x)), 0n, bitsFor(x)), bits: bitsFor(x) }),
  cos: (x) => ({ value: sine(toFixed(x, bitsFor(x)), 1n, bitsFor(x)), bits: bitsFor(x) }),
  power(x, y) {
    const bits = bitsFor(x, y);
    const log = logarithm(toFixed(x, bits), toFixed(Math.log(x), bits), bits);
    return expOf(shift(toFixed(y, bits) * log, -bits), bits);
  },
};
