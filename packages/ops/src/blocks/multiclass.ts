import { attribute, type BlockBody, defineBlock } from "@chainrule/core";
import { headArguments, linearLayer } from "./head.js";

/**
 * The output of a network that tells several classes apart: a logit for each, their softmax, its cross entropy.
 *
 * x is [N, n] and y [N], class numbers; the result `p` is [N, classes]. Inner ids: `W`, `b`, `z` (the logits), `p`,
 * `loss`, `accuracy`.
 */
export const multiclassBlock = defineBlock({
  name: "multiclass",
  doc: { summary: "a head for several classes: logits, their softmax, and the cross entropy as `loss`" },
  arguments: { classes: attribute.integer({ doc: "how many classes there are", min: 1 }), ...headArguments },
  body({ classes, reduction, bias, init }): BlockBody {
    const { params, z } = linearLayer({ units: classes, bias, init });
    return {
      inputs: { x: { shape: ["N", "n"] }, y: { shape: ["N"], dtype: "int32" } },
      params,
      nodes: {
        z,
        p: { op: "softmax", in: ["z"] },
        loss: { op: "softmaxCrossEntropy", in: ["z", "y"], target: "index", reduction },
        accuracy: { op: "accuracy", in: ["z", "y"] },
      },
      output: "p",
    };
  },
});
