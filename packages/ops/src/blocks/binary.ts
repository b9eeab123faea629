import { defineBlock } from "@chainrule/core";
import { headArguments, sigmoidHead } from "./head.js";

/**
 * The output of a network that tells two classes apart: one logit, its sigmoid, its cross entropy.
 *
 * x is [N, n] and y [N, 1], 0 or 1; the result `p`, the probability of 1, is [N, 1]. Inner ids: `W`, `b`, `z` (the
 * logit), `p`, `loss`, `accuracy`.
 */
export const binaryBlock = defineBlock({
  name: "binary",
  doc: { summary: "a head for two classes: a logit, its sigmoid, and their cross entropy as `loss`" },
  arguments: headArguments,
  body: (settings) => sigmoidHead({ units: 1, ...settings }),
});
