import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { abs } from "../elementwise/abs.js";
import { negate } from "../elementwise/negate.js";
import { sign } from "../elementwise/sign.js";
import { subtract } from "../elementwise/subtract.js";
import { apart } from "../smooth.js";
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

const attributes = { reduction: reductionAttribute };

export const absoluteErrorOp = defineOp({
  name: "absoluteError",
  doc: {
    summary: "absolute error |prediction - target|",
    source: "Boscovich, De litteraria expeditione, 1757",
    names: { keras: "keras.losses.MeanAbsoluteError", torch: "torch.nn.functional.l1_loss" },
  },
  inputs: ["prediction", "target"],
  attributes,
  shape({ prediction, target }, { reduction }, need) {
    need(sameShape(prediction, target), "prediction = target, without broadcasting");
    return lossShape(prediction, reduction);
  },
  decompose: ({ prediction, target }, { reduction }) =>
    reduceLosses(abs(subtract(prediction, target)), reduction),
  kernel({ prediction, target }, output, { reduction }) {
    writeLosses(output, reduction, prediction.data.length, (i) =>
      Math.abs(prediction.data[i]! - target.data[i]!),
    );
  },
  vjp: {
    prediction: (g, { prediction, target }, context) =>
      apply(absoluteErrorGradientOp, { g, prediction, target }, context.attributes),
    target: (g, { prediction, target }, context) =>
      negate(apply(absoluteErrorGradientOp, { g, prediction, target }, context.attributes)),
  },
  samples: [
    {
      inputs: { prediction: ["N", 3], target: ["N", 3] },
      attributes: { reduction: "mean" },
      smooth: ({ prediction, target }) => apart(prediction, target),
    },
    {
      inputs: { prediction: ["N"], target: ["N"] },
      attributes: { reduction: "sum" },
      smooth: ({ prediction, target }) => apart(prediction, target),
    },
    {
      inputs: { prediction: ["N", 1, 2], target: ["N", 1, 2] },
      attributes: { reduction: "none" },
      smooth: ({ prediction, target }) => apart(prediction, target),
    },
  ],
  latex(m, { prediction, target }, { reduction }) {
    const [f, y] = [perElement(m, prediction, reduction), perElement(m, target, reduction)];
    return writeReduced(m, m.abs(m.subtract(f, y)), reduction, m.count(prediction));
  },
});

export const absoluteErrorGradientOp = defineOp({
  name: "absoluteErrorGradient",
  doc: {
    summary: "derivative of absoluteError by its prediction: g times the sign of the error, 0 for none",
  },
  inputs: ["g", "prediction", "target"],
  attributes,
  shape({ g, prediction, target }, { reduction }, need) {
    need(sameShape(prediction, target), "prediction = target");
    need(sameShape(g, lossShape(prediction, reduction)), "g of the loss's shape");
    return prediction;
  },
  decompose: ({ g, prediction, target }, { reduction }) =>
    pullBack(g, sign(subtract(prediction, target)), reduction),
  kernel({ g, prediction, target }, output, { reduction }) {
    const cotangent = lossCotangentAt(g, reduction, output.data.length);
    for (let i = 0; i < output.data.length; i++)
      output.data[i] = cotangent(i) * Math.sign(prediction.data[i]! - target.data[i]!);
  },
  vjp: { prediction: null, target: null },
  samples: [
    {
      inputs: { g: [], prediction: ["N", 3], target: ["N", 3] },
      attributes: { reduction: "mean" },
      smooth: ({ prediction, target }) => apart(prediction, target),
    },
    {
      inputs: { g: ["N"], prediction: ["N"], target: ["N"] },
      attributes: { reduction: "none" },
      smooth: ({ prediction, target }) => apart(prediction, target),
    },
  ],
  latex: (m, { g, prediction, target }, { reduction }) =>
    m.multiply(
      writeShare(m, g, reduction, m.count(prediction)),
      m.call("sign", [m.subtract(prediction, target)]),
    ),
});

/**
 * Absolute error |prediction - target|, one loss an element. The derivative is the sign of the error, and 0 where there
 * is none. Its mean is over all elements.
 * @param prediction float32 or float64, any shape
 * @param target of exactly that shape
 * @param options `reduction`, always stated
 * @returns a scalar ≥ 0, or with reduction "none" the shape of prediction
 * @throws {Refusal} shape-mismatch
 * @see Boscovich, De litteraria expeditione, 1757
 */
export function absoluteError(
  prediction: Value,
  target: Value,
  options: { readonly reduction: Reduction },
): Value {
  return apply(absoluteErrorOp, { prediction, target }, options);
}
