import { apply, attribute, defineOp, sameShape, scalarShape, type Value } from "@chainrule/core";

export const binaryAccuracyOp = defineOp({
  name: "binaryAccuracy",
  doc: {
    summary: "share of elements on the right side of a threshold",
    names: { keras: "keras.metrics.BinaryAccuracy" },
  },
  inputs: ["p", "y"],
  attributes: {
    threshold: attribute.number({
      doc: "p at or above it predicts 1: 0.5 for probabilities, 0 for logits",
      default: 0.5,
    }),
  },
  shape({ p, y }, _, need) {
    need(sameShape(p, y), "p = y, without broadcasting");
    return scalarShape;
  },
  multiplyAdds: ({ p }) => p,
  kernel({ p, y }, output, { threshold }) {
    let right = 0;
    for (let i = 0; i < p.data.length; i++) {
      const predicted = p.data[i]! >= threshold ? 1 : 0;
      if (predicted === y.data[i]) right++;
    }
    output.data[0] = right / p.data.length;
  },
  combines: "mean",
  vjp: { p: null, y: null },
  samples: [
    { inputs: { p: ["N", 1], y: ["N", 1] }, fixed: ["p", "y"], domain: { p: [0, 1], y: [0, 1] } },
    { inputs: { p: ["N"], y: ["N"] }, attributes: { threshold: 0 }, fixed: ["p", "y"] },
  ],
  latex: (m, { p, y }) => m.call("accuracy", [p, y]),
});

/**
 * Share of elements on the right side of a threshold: p ≥ threshold predicts 1, else 0. Its derivative is zero,
 * so it cannot be trained on. Batches combine to the mean, weighted by elements.
 * @param p probabilities, or with threshold 0 logits: float32 or float64, any shape
 * @param y targets 0 or 1, of exactly that shape and dtype
 * @param options `threshold`: default 0.5
 * @returns a scalar from 0 to 1; NaN for no elements
 * @throws {Refusal} shape-mismatch
 */
export function binaryAccuracy(p: Value, y: Value, options: { readonly threshold?: number } = {}): Value {
  return apply(binaryAccuracyOp, { p, y }, options);
}
