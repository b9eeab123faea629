import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { square } from "../elementwise/square.js";
import { subtract } from "../elementwise/subtract.js";
import {
  lossCotangentAt,
  lossShape,
  pullBack,
  reduceLosses,
  type Reduction,
  reductionAttribute,
  writeLosses,
} from "./reduction.js";
import { perElement, writeReduced, writeShare } from "./written.js";
import { scaleAttribute } from "./scale.js";

const attributes = { reduction: reductionAttribute, scale: scaleAttribute };

export const squaredErrorOp = defineOp({
  name: "squaredError",
  doc: {
    summary: "squared error scale · (prediction - target)²",
    source: "Legendre, Nouvelles méthodes, 1805",
    names: { keras: "keras.losses.MeanSquaredError", torch: "torch.nn.functional.mse_loss" },
  },
  inputs: ["prediction", "target"],
  attributes,
  shape({ prediction, target }, { reduction }, need) {
    need(sameShape(prediction, target), "prediction = target, without broadcasting");
    return lossShape(prediction, reduction);
  },
  decompose({ prediction, target }, { reduction, scale }) {
    const squares = square(subtract(prediction, target));
    return reduceLosses(scale === 1 ? squares : multiply(scale, squares), reduction);
  },
  kernel({ prediction, target }, output, { reduction, scale }) {
    writeLosses(output, reduction, prediction.data.length, (i) => {
      const error = prediction.data[i]! - target.data[i]!;
      return scale * error * error;
    });
  },
  vjp: {
    prediction: (g, { prediction, target }, context) =>
      apply(squaredErrorGradientOp, { g, prediction, target }, context.attributes),
    target: (g, { prediction, target }, context) =>
      negate(apply(squaredErrorGradientOp, { g, prediction, target }, context.attributes)),
  },
  samples: [
    { inputs: { prediction: ["N", 3], target: ["N", 3] }, attributes: { reduction: "mean", scale: 1 } },
    { inputs: { prediction: ["N"], target: ["N"] }, attributes: { reduction: "sum", scale: 0.5 } },
    { inputs: { prediction: ["N", 1], target: ["N", 1] }, attributes: { reduction: "none", scale: 1 } },
  ],
  latex(m, { prediction, target }, { reduction, scale }) {
    const [f, y] = [perElement(m, prediction, reduction), perElement(m, target, reduction)];
    const square = m.power(m.subtract(f, y), 2);
    return writeReduced(m, square, reduction, m.count(prediction), { isHalf: scale === 0.5 });
  },
});

export const squaredErrorGradientOp = defineOp({
  name: "squaredErrorGradient",
  doc: { summary: "derivative of squaredError by its prediction: g · 2 · scale · (prediction - target)" },
  inputs: ["g", "prediction", "target"],
  attributes,
  shape({ g, prediction, target }, { reduction }, need) {
    need(sameShape(prediction, target), "prediction = target");
    need(sameShape(g, lossShape(prediction, reduction)), "g of the loss's shape");
    return prediction;
  },
  decompose({ g, prediction, target }, { reduction, scale }) {
    const error = subtract(prediction, target);
    return pullBack(g, scale === 1 ? multiply(2, error) : error, reduction);
  },
  kernel({ g, prediction, target }, output, { reduction, scale }) {
    const cotangent = lossCotangentAt(g, reduction, output.data.length);
    for (let i = 0; i < output.data.length; i++) {
      output.data[i] = 2 * scale * cotangent(i) * (prediction.data[i]! - target.data[i]!);
    }
  },
  samples: [
    {
      inputs: { g: [], prediction: ["N", 3], target: ["N", 3] },
      attributes: { reduction: "mean", scale: 1 },
    },
    { inputs: { g: ["N"], prediction: ["N"], target: ["N"] }, attributes: { reduction: "none", scale: 0.5 } },
  ],
  latex: (m, { g, prediction, target }, { reduction, scale }) =>
    m.multiply(writeShare(m, g, reduction, m.count(prediction), 2 * scale), m.subtract(prediction, target)),
});

/**
 * Squared error scale · (prediction - target)², one loss an element. Its mean is over all elements: with q
 * outputs an example it is q times less than the mean over examples of ‖prediction - target‖².
 * @param prediction float32 or float64, any shape
 * @param target of exactly that shape; [N] against [N, 1] would broadcast to [N, N], so it is refused
 * @param options `reduction` and `scale`, always stated
 * @returns a scalar, or with reduction "none" the shape of prediction
 * @throws {Refusal} shape-mismatch
 */
export function squaredError(
  prediction: Value,
  target: Value,
  options: { readonly reduction: Reduction; readonly scale: 1 | 0.5 },
): Value {
  return apply(squaredErrorOp, { prediction, target }, options);
}
