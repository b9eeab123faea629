import type { Feeds, Plan } from "../engine.js";
import { type Tensor, tensorOf } from "../tensor.js";

/** Steps of the stencil: two, so that a bound cannot be met by one lucky cancellation. Powers of two, so x ± h is exact. */
export const steps: readonly number[] = [2 ** -11, 2 ** -12];

/** A case in which a derivative and the differences of its function disagree. */
export interface Disagreement {
  readonly input: string;
  readonly entry: number;
  readonly step: number;
  readonly numeric: number;
  readonly claimed: number;
  readonly bound: number;
}

/**
 * Holds a claimed gradient against a five-point stencil of f at two step sizes:
 * |numeric − claimed| ≤ 1e-8·|claimed| + 1e-10·‖claimed‖∞ + 8ε‖f‖₁/h.
 * @param f computes f from the feeds that its plan holds
 * @param magnitude ‖f‖₁: the sum of magnitudes that f adds up
 * @returns the first disagreement, or undefined
 */
export function disagreement(
  plan: Plan,
  f: () => number,
  feeds: Feeds,
  input: string,
  claimed: ArrayLike<number>,
  magnitude: number,
): Disagreement | undefined {
  const original = feeds[input]!;
  const largest = Array.from(claimed).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  for (let entry = 0; entry < original.data.length; entry++) {
    for (const step of steps) {
      const at = (offset: number): number => {
        plan.feed({ [input]: nudged(original, entry, offset * step) });
        return f();
      };
      const numeric = (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * step);
      const own = claimed[entry]!;
      const bound = 1e-8 * Math.abs(own) + 1e-10 * largest + (8 * Number.EPSILON * magnitude) / step;
      if (!(Math.abs(numeric - own) <= bound)) {
        plan.feed({ [input]: original });
        return { input, entry, step, numeric, claimed: own, bound };
      }
    }
  }
  plan.feed({ [input]: original });
  return undefined;
}

function nudged(value: Tensor, entry: number, by: number): Tensor {
  const copy = tensorOf(value.data, value.shape, value.dtype);
  copy.data[entry] = copy.data[entry]! + by;
  return copy;
}
