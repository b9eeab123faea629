import { expect } from "vitest";
import type { Numbers } from "./oneStep.js";

/** x W + b for one row, as a loop. @param W row by row */
export function affine(x: ArrayLike<number>, W: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from({ length: b.length }, (_, j) => {
    let sum = b[j]!;
    for (let i = 0; i < x.length; i++) sum += x[i]! * W[i * b.length + j]!;
    return sum;
  });
}

/** -log of what softmax gives a class. */
export function crossEntropy(logits: readonly number[], label: number): number {
  const greatest = Math.max(...logits);
  return greatest + Math.log(logits.reduce((sum, z) => sum + Math.exp(z - greatest), 0)) - logits[label]!;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The derivative of `loss` by entries of one of its parameters: central differences in float64. With h = 2⁻²⁰ they
 * are off by some 1e-12 (h²) and 1e-10 (rounding), far below what float32 resolves.
 */
export function slopes(
  loss: (parameters: Numbers) => number,
  parameters: Numbers,
  name: string,
  entries: readonly number[],
): number[] {
  const h = 2 ** -20;
  const moved = Float64Array.from(parameters[name]!);
  const at = (entry: number, by: number): number => {
    const kept = moved[entry]!;
    moved[entry] = kept + by;
    const value = loss({ ...parameters, [name]: moved });
    moved[entry] = kept;
    return value;
  };
  return entries.map((entry) => (at(entry, h) - at(entry, -h)) / (2 * h));
}

/** All places of a list, or `count` of them, evenly spread. */
export function entriesOf({ length }: ArrayLike<number>, count = length): number[] {
  return Array.from({ length: Math.min(count, length) }, (_, i) =>
    Math.floor((i * length) / Math.min(count, length)),
  );
}

/** Asserts numbers that are within `tolerance` times the largest of those expected. */
export function expectNear(
  got: readonly number[],
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  const scale = Math.max(...expected.map(Math.abs));
  const off = Math.max(...expected.map((value, i) => Math.abs(got[i]! - value)));
  expect(scale, `${what}: all are 0`).toBeGreaterThan(0);
  expect(off / scale, what).toBeLessThan(tolerance);
}

/** The numbers at some places. */
export function pick(values: ArrayLike<number>, entries: readonly number[]): number[] {
  return entries.map((entry) => values[entry]!);
}
