import { add, divide, expm1, multiply, negate, sqrt, square } from "@chainrule/ops";
import { attribute, type Value } from "@chainrule/core";
import { defineOptimiser } from "../optimiser.js";
import { type GradientTransformation, perParameter } from "../transform.js";

export interface AdamSettings {
  /** Decay of the mean of gradients, at least 0 and below 1. */
  readonly beta1: number;
  /** Decay of the mean of squared gradients, at least 0 and below 1. */
  readonly beta2: number;
  /** Added to the root, outside it. */
  readonly epsilon: number;
}

/**
 * At step t = 1, 2, …, from m = v = 0:
 *
 *     m ← β₁·m + (1−β₁)·g        v ← β₂·v + (1−β₂)·g²
 *     direction = m / (1−β₁ᵗ) / (√(v / (1−β₂ᵗ)) + ε)
 *
 * ε stands outside the root and after the correction of the bias, as in the paper's Algorithm 1. The first
 * direction is g / (|g| + ε): the sign of the gradient.
 * @see Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015
 */
export function scaleByAdam({ beta1, beta2, epsilon }: AdamSettings): GradientTransformation {
  return perParameter((gradient, { slot, next, step, once }) => {
    const decayed = (name: string, beta: number, x: Value): Value => {
      const memory = slot(name);
      const mean = add(multiply(beta, memory), multiply(1 - beta, x));
      next(memory, mean);
      const weight = once(`1-${beta}^step`, () => oneMinusPower(beta, step()));
      return divide(mean, weight);
    };
    const mean = decayed("mean", beta1, gradient);
    const meanSquare = decayed("meanSquare", beta2, square(gradient));
    return divide(mean, add(sqrt(meanSquare), epsilon));
  });
}

/** 1 − βᵗ as −expm1(t·ln β): in float32, 1 − 0.999 taken literally has lost four digits. */
function oneMinusPower(beta: number, step: Value): Value {
  // A β of 0 forgets everything; its logarithm is no number that a document can hold.
  return beta === 0 ? divide(step, step) : negate(expm1(multiply(Math.log(beta), step)));
}

/** See {@link scaleByAdam}. */
export const adamOptimiser = defineOptimiser({
  name: "adam",
  doc: {
    summary: "steps scaled by running means of the gradient and its square, bias corrected",
    source: "Kingma and Ba, ICLR 2015",
  },
  attributes: {
    beta1: attribute.number({ doc: "decay of the mean of gradients", min: 0, below: 1, default: 0.9 }),
    beta2: attribute.number({
      doc: "decay of the mean of squared gradients",
      min: 0,
      below: 1,
      default: 0.999,
    }),
    epsilon: attribute.number({ doc: "added to the root, outside it", above: 0, default: 1e-8 }),
  },
  make: scaleByAdam,
});
