import { apply, defineOp, sameShape, scalarShape, type Value } from "@chainrule/core";
import { absoluteError, absoluteErrorGradientOp } from "../loss/absoluteError.js";
import { negate } from "../elementwise/negate.js";
import { apart } from "../smooth.js";

const mean = { reduction: "mean" } as const;

export const meanAbsoluteErrorOp = defineOp({
  name: "meanAbsoluteError",
  doc: {
    summary: "mean of |prediction - target|, in the target's own units",
    names: { keras: "keras.metrics.MeanAbsoluteError" },
  },
  inputs: ["prediction", "target"],
  shape({ prediction, target }, _, need) {
    need(sameShape(prediction, target), "prediction = target, without broadcasting");
    return scalarShape;
  },
  decompose: ({ prediction, target }) => absoluteError(prediction, target, mean),
  combines: "mean",
  vjp: {
    prediction: (g, { prediction, target }) =>
      apply(absoluteErrorGradientOp, { g, prediction, target }, mean),
    target: (g, { prediction, target }) =>
      negate(apply(absoluteErrorGradientOp, { g, prediction, target }, mean)),
  },
  samples: [
    {
      inputs: { prediction: ["N", 3], target: ["N", 3] },
      smooth: ({ prediction, target }) => apart(prediction, target),
    },
    {
      inputs: { prediction: ["N"], target: ["N"] },
      smooth: ({ prediction, target }) => apart(prediction, target),
    },
    {
      inputs: { prediction: [], target: [] },
      smooth: ({ prediction, target }) => apart(prediction, target),
    },
  ],
  latex: (m, { prediction, target }) =>
    m.multiply(
      m.divide(1, m.count(prediction)),
      m.sum(m.abs(m.subtract(m.element(prediction), m.element(target)))),
    ),
});

/**
 * Mean of |prediction - target| over all elements: `absoluteError` with reduction "mean", under the name by which it is
 * told. Batches combine to the mean, weighted by elements.
 * @param prediction float32 or float64, any shape
 * @param target of exactly that shape
 * @returns a scalar ≥ 0; NaN for no elements
 * @throws {Refusal} shape-mismatch
 */
export function meanAbsoluteError(prediction: Value, target: Value): Value {
  return apply(meanAbsoluteErrorOp, { prediction, target });
}
