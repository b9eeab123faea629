import { attribute, type BlockBody, defineBlock } from "@chainrule/core";
import { scaleAttribute } from "../loss/scale.js";
import { headArguments, linearLayer } from "./head.js";

/**
 * The output of a network that predicts numbers: a linear layer and its squared error.
 *
 * x is [N, n] and y [N, outputs]; the result `z` is [N, outputs]. Inner ids: `W`, `b`, `z`, `loss`.
 */
export const regressionBlock = defineBlock({
  name: "regression",
  doc: { summary: "a head for numbers: a linear layer, and its squared error as `loss`" },
  arguments: {
    outputs: attribute.integer({
      doc: "how many numbers are predicted for each example",
      min: 1,
      default: 1,
    }),
    scale: scaleAttribute,
    ...headArguments,
  },
  body({ outputs, scale, reduction, bias, init }): BlockBody {
    const { params, z } = linearLayer({ units: outputs, bias, init });
    return {
      inputs: { x: { shape: ["N", "n"] }, y: { shape: ["N", outputs] } },
      params,
      nodes: { z, loss: { op: "squaredError", in: ["z", "y"], scale, reduction } },
      output: "z",
    };
  },
});
