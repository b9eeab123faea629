import { type BlockBody, defineBlock } from "@chainrule/core";
import { headArguments, linearLayer } from "./head.js";

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
  body({ reduction, bias, init }): BlockBody {
    const { params, z } = linearLayer({ units: 1, bias, init });
    return {
      inputs: { x: { shape: ["N", "n"] }, y: { shape: ["N", 1] } },
      params,
      nodes: {
        z,
        p: { op: "sigmoid", in: ["z"] },
        loss: { op: "binaryCrossEntropyWithLogits", in: ["z", "y"], reduction },
        accuracy: { op: "binaryAccuracy", in: ["p", "y"] },
      },
      output: "p",
    };
  },
});
