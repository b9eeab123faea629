import { apply, defineOp, sameShape, scalarShape, type Value } from "@chainrule/core";
import { greatestClass } from "./greatest.js";

export const accuracyOp = defineOp({
  name: "accuracy",
  doc: {
    summary: "share of examples whose greatest logit is that of their class",
    names: { keras: "keras.metrics.SparseCategoricalAccuracy" },
  },
  inputs: { logits: "float", y: "int" },
  shape({ logits, y }, _, need) {
    need(logits.length >= 1, "logits [examples, classes]");
    need(sameShape(y, logits.slice(0, -1)), "y = logits without the last axis");
    return scalarShape;
  },
  multiplyAdds: ({ logits }) => logits,
  kernel({ logits, y }, output) {
    const classes = logits.shape[logits.shape.length - 1]!;
    let right = 0;
    for (let i = 0; i < y.data.length; i++) {
      if (greatestClass(logits, i * classes, classes) === y.data[i]) right++;
    }
    output.data[0] = right / y.data.length;
  },
  combines: "mean",
  vjp: { logits: null, y: null },
  samples: [
    {
      inputs: { logits: ["N", 3], y: ["N"] },
      fixed: ["logits", "y"],
      domain: { logits: [-9, 9], y: [0, 3] },
    },
    { inputs: { logits: [2], y: [] }, fixed: ["logits", "y"], domain: { logits: [-9, 9], y: [0, 2] } },
  ],
  latex: (m, { logits, y }) => m.call("accuracy", [logits, y]),
});

/**
 * Share of examples whose greatest logit (or probability) is that of their class; of logits that tie, the first
 * counts. Its derivative is zero, so it cannot be trained on. Batches combine to the mean, weighted by examples.
 * @param logits float32 or float64, [examples, classes] or any shape that ends in classes
 * @param y int32 class numbers from 0, the shape of logits without classes
 * @returns a scalar from 0 to 1; NaN for no examples
 * @throws {Refusal} shape-mismatch | dtype-mismatch
 */
export function accuracy(logits: Value, y: Value): Value {
  return apply(accuracyOp, { logits, y });
}
