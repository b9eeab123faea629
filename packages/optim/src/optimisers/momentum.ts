import { add, multiply } from "@chainrule/ops";
import { attribute } from "@chainrule/core";
import { defineOptimiser } from "../optimiser.js";
import { type GradientTransformation, perParameter } from "../transform.js";

/**
 * A decaying sum of gradients: v ← decay · v + g, starting at 0; the direction is the new v. The learning rate
 * multiplies v from outside, so a changed rate also changes what earlier gradients count.
 * @param decay at least 0, below 1; 0 leaves gradients as they are
 */
export function trace(decay: number): GradientTransformation {
  return perParameter((gradient, { slot, next }) => {
    const velocity = slot("momentum");
    const sum = add(multiply(decay, velocity), gradient);
    next(velocity, sum);
    return sum;
  });
}

/** W ← W − lr · v with v ← decay · v + g: the heavy ball, without dampening and without Nesterov's look ahead. */
export const momentumOptimiser = defineOptimiser({
  name: "momentum",
  doc: {
    summary: "gradient descent with a heavy ball, v ← decay·v + g, W ← W − lr·v",
    source: "Polyak, USSR Computational Mathematics and Mathematical Physics 4 (1964)",
  },
  attributes: {
    decay: attribute.number({ doc: "how much of the last step's v stays", min: 0, below: 1, default: 0.9 }),
  },
  make: ({ decay }) => trace(decay),
});
