import { defineOptimiser } from "../optimiser.js";
import { chain } from "../transform.js";

/**
 * Gradient descent: W ← W − lr · g, with g the gradient of the batch's loss. On full batches it is plain
 * gradient descent, on single examples stochastic: the rule is the same.
 */
export const sgdOptimiser = defineOptimiser({
  name: "sgd",
  doc: {
    summary: "gradient descent, W ← W − lr·g",
    source: "Robbins and Monro, Annals of Mathematical Statistics 22 (1951)",
  },
  make: () => chain(),
});
