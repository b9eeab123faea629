import { apply, attribute, defineOp, sameShape, scalarShape, type Value } from "@chainrule/core";
import { isIndex } from "../indexing/refuseIndex.js";

export const topKAccuracyOp = defineOp({
  name: "topKAccuracy",
  doc: {
    summary: "share of examples whose class is among those with the k greatest logits",
    names: { keras: "keras.metrics.SparseTopKCategoricalAccuracy" },
  },
  inputs: { logits: "float", y: "int" },
  attributes: { k: attribute.integer({ doc: "how many classes may be named", min: 1 }) },
  shape({ logits, y }, { k }, need) {
    need(logits.length >= 1, "logits [examples, classes]");
    need(sameShape(y, logits.slice(0, -1)), "y = logits without the last axis");
    const classes = logits[logits.length - 1]!;
    need(typeof classes !== "number" || k <= classes, `at least ${k} classes for k ${k}`);
    return scalarShape;
  },
  multiplyAdds: ({ logits }) => logits,
  kernel({ logits, y }, output, { k }) {
    const classes = logits.shape[logits.shape.length - 1]!;
    let right = 0;
    for (let i = 0; i < y.data.length; i++) {
      const own = y.data[i]!;
      const logit = isIndex(own, classes) ? logits.data[i * classes + own]! : NaN;
      let before = 0;
      for (let c = 0; c < classes; c++) {
        const other = logits.data[i * classes + c]!;
        if (other > logit || (other === logit && c < own)) before++;
      }
      if (before < k && !Number.isNaN(logit)) right++;
    }
    output.data[0] = right / y.data.length;
  },
  combines: "mean",
  vjp: { logits: null, y: null },
  samples: [
    {
      inputs: { logits: ["N", 4], y: ["N"] },
      attributes: { k: 2 },
      fixed: ["logits", "y"],
      domain: { logits: [-9, 9], y: [0, 4] },
    },
    {
      inputs: { logits: [2, "N", 3], y: [2, "N"] },
      attributes: { k: 1 },
      fixed: ["logits", "y"],
      domain: { logits: [-9, 9], y: [0, 3] },
    },
    {
      inputs: { logits: [3], y: [] },
      attributes: { k: 3 },
      fixed: ["logits", "y"],
      domain: { logits: [-9, 9], y: [0, 3] },
    },
  ],
  latex: (m, { logits, y }, { k }) => m.call("accuracy", [logits, y], `${k}`),
});

/**
 * Share of examples whose class is among those with the k greatest logits (or probabilities); of logits that tie, the
 * first go first, so that with k = 1 it is the accuracy. A class whose logit is NaN is never among them. Its derivative is
 * zero, so it cannot be trained on. Batches combine to the mean, weighted by examples.
 * @param logits float32 or float64, [examples, classes] or any shape that ends in classes
 * @param y int32 class numbers from 0, the shape of logits without classes
 * @param options `k`: from 1 to the number of classes
 * @returns a scalar from 0 to 1; NaN for no examples
 * @throws {Refusal} shape-mismatch | dtype-mismatch
 */
export function topKAccuracy(logits: Value, y: Value, options: { readonly k: number }): Value {
  return apply(topKAccuracyOp, { logits, y }, options);
}
