import type { Plan } from "../engine.js";
import { Refusal } from "../errors.js";
import { type Graph, indexOf } from "../graph.js";
import { type Tensor, tensorOf } from "../tensor.js";

/** Steps of the stencil: two, so that a bound cannot be met by one lucky cancellation. Powers of two, so x ± h is exact. */
export const steps: readonly number[] = [2 ** -11, 2 ** -12];

/** One entry of a derivative beside the differences of its function. */
export interface Comparison {
  readonly input: string;
  readonly entry: number;
  readonly step: number;
  readonly numeric: number;
  readonly claimed: number;
  readonly bound: number;
  readonly agrees: boolean;
}

/**
 * How much rounding can change a differentiated value, in units of ε: Σ |v · ∂f/∂v| over every number v that it is made of,
 * since each is rounded once and reaches f through its cotangent. (v that no target reaches are rounded the same in every
 * evaluation.)
 * @param plan of a graph with the gradients of `of`, after its backward pass
 */
export function roundingMagnitude(plan: Plan, graph: Graph, of: string): number {
  let magnitude = 0;
  for (const { id } of graph.nodes) {
    const cotangent = `grad/${of}/${id}`;
    const [value, slope] = indexOf(graph).has(cotangent) ? [valueOf(plan, id), valueOf(plan, cotangent)] : [];
    value?.data.forEach((x, i) => {
      const share = Math.abs(x * (slope?.data[i] ?? 0));
      // A mean of nothing is NaN, and reaches nothing.
      if (share < Infinity) magnitude += share;
    });
  }
  return magnitude;
}

/** Undefined where a plan has no need of a node: a rule of zero ends its path. */
function valueOf(plan: Plan, id: string): Tensor | undefined {
  try {
    return plan.read(id);
  } catch (error) {
    if (error instanceof Refusal && error.code === "unknown-node") return undefined;
    throw error;
  }
}

/**
 * Holds a claimed gradient against a five-point stencil of f, entry by entry and at two step sizes:
 * |numeric − claimed| ≤ 1e-8·|claimed| + 1e-10·‖claimed‖∞ + 8ε·magnitude/h. The plan is left with the feeds that it had.
 * @param f computes f from the feeds that its plan holds
 * @param magnitude see {@link roundingMagnitude}
 */
export function* comparisons(
  plan: Plan,
  f: () => number,
  original: Tensor,
  input: string,
  claimed: ArrayLike<number>,
  magnitude: number,
): Generator<Comparison> {
  const nudged = tensorOf(original.data, original.shape, original.dtype);
  const largest = Array.from(claimed).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  try {
    for (let entry = 0; entry < original.data.length; entry++) {
      const x = original.data[entry]!;
      const at = (offset: number): number => {
        nudged.data[entry] = x + offset;
        plan.feed({ [input]: nudged });
        return f();
      };
      const own = claimed[entry]!;
      for (const step of steps) {
        // In pairs, so that of a constant it is 0 exactly.
        const [near, far] = [at(step) - at(-step), at(2 * step) - at(-2 * step)];
        const numeric = (8 * near - far) / (12 * step);
        const bound = 1e-8 * Math.abs(own) + 1e-10 * largest + (8 * Number.EPSILON * magnitude) / step;
        // An infinite bound bounds nothing.
        const agrees = numeric === own || (Math.abs(numeric - own) <= bound && bound < Infinity);
        yield { input, entry, step, numeric, claimed: own, bound, agrees };
      }
      nudged.data[entry] = x;
    }
  } finally {
    plan.feed({ [input]: original });
  }
}

/** What a comparison that fails is told as. */
export function describe({ input, entry, claimed, numeric, step, bound }: Comparison): string {
  return `derivative by ${input}[${entry}] is ${claimed}, differences give ${numeric} (h = ${step}, bound ${bound})`;
}
