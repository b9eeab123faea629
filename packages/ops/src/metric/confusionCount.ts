import { apply, attribute, defineOp, sameShape, scalarShape, type Value } from "@chainrule/core";

/** What an answer is, by what was predicted and whether that is true. */
export type ConfusionOutcome = "truePositives" | "falsePositives" | "trueNegatives" | "falseNegatives";

export const confusionCountOp = defineOp({
  name: "confusionCount",
  doc: {
    summary: "how many elements are true or false positives or negatives, by a threshold",
    names: { keras: "keras.metrics.TruePositives" },
  },
  inputs: ["p", "y"],
  attributes: {
    outcome: attribute.choice(["truePositives", "falsePositives", "trueNegatives", "falseNegatives"], {
      doc: "which are counted",
    }),
    threshold: attribute.number({
      doc: "p at or above it is positive: 0.5 for probabilities, 0 for logits",
      default: 0.5,
    }),
  },
  shape({ p, y }, _, need) {
    need(sameShape(p, y), "p = y, without broadcasting");
    return scalarShape;
  },
  multiplyAdds: ({ p }) => p,
  kernel({ p, y }, output, { outcome, threshold }) {
    const predicted = outcome.endsWith("Positives") ? 1 : 0;
    const target = outcome.startsWith("true") ? predicted : 1 - predicted;
    let count = 0;
    for (let i = 0; i < p.data.length; i++) {
      const answer = p.data[i]! >= threshold ? 1 : 0;
      if (answer === predicted && y.data[i] === target) count++;
    }
    output.data[0] = count;
  },
  combines: "sum",
  vjp: { p: null, y: null },
  samples: [
    {
      inputs: { p: ["N", 1], y: ["N", 1] },
      attributes: { outcome: "truePositives" },
      fixed: ["p", "y"],
      domain: { p: [0, 1], y: [0, 1] },
    },
    {
      inputs: { p: ["N"], y: ["N"] },
      attributes: { outcome: "falsePositives", threshold: 0 },
      fixed: ["p", "y"],
    },
    { inputs: { p: ["N", 2], y: ["N", 2] }, attributes: { outcome: "trueNegatives" }, fixed: ["p", "y"] },
    { inputs: { p: [], y: [] }, attributes: { outcome: "falseNegatives" }, fixed: ["p", "y"] },
  ],
  latex: (m, { p, y }, { outcome }) => m.call(outcome, [p, y]),
});

/**
 * How many elements are what `outcome` says: p ≥ threshold is a positive, else a negative, true where y says the same.
 * Of targets 0 and 1 the four counts add up to the number of elements. Its derivative is zero. Batches combine to the sum;
 * a precision or a recall is made of such sums, not of those of batches.
 * @param p probabilities, or with threshold 0 logits: float32 or float64, any shape
 * @param y targets 0 or 1, of exactly that shape and dtype
 * @param options `outcome`, always stated; `threshold`: default 0.5
 * @returns a scalar: exact up to 2²⁴ elements in float32
 * @throws {Refusal} shape-mismatch
 */
export function confusionCount(
  p: Value,
  y: Value,
  options: { readonly outcome: ConfusionOutcome; readonly threshold?: number },
): Value {
  return apply(confusionCountOp, { p, y }, options);
}
