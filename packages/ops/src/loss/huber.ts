import { apply, attribute, defineOp, sameShape, type Value } from "@chainrule/core";
import { abs } from "../elementwise/abs.js";
import { maximum } from "../elementwise/maximum.js";
import { minimum } from "../elementwise/minimum.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { subtract } from "../elementwise/subtract.js";
import { awayFromZero } from "../smooth.js";
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

const attributes = {
  delta: attribute.number({ doc: "the error at which the square turns into a line", above: 0, default: 1 }),
  reduction: reductionAttribute,
};

/** Errors are apart from 0, and from δ on either side: there the pieces meet. */
function awayFromSeams(prediction: readonly number[], target: readonly number[], delta: number): boolean {
  const errors = prediction.map((x, i) => x - target[i]!);
  return awayFromZero(errors) && awayFromZero(errors.map((e) => Math.abs(e) - delta));
}

export const huberOp = defineOp({
  name: "huber",
  doc: {
    summary: "half the squared error up to delta, beyond it a line of slope delta",
    source: "Huber, Ann. Math. Stat. 35 (1964) 73",
    names: { keras: "keras.losses.Huber", torch: "torch.nn.functional.huber_loss" },
  },
  inputs: ["prediction", "target"],
  attributes,
  shape({ prediction, target }, { reduction }, need) {
    need(sameShape(prediction, target), "prediction = target, without broadcasting");
    return lossShape(prediction, reduction);
  },
  decompose({ prediction, target }, { delta, reduction }) {
    const error = abs(subtract(prediction, target));
    // Both pieces in one, so that no square overflows that is not taken.
    const near = minimum(error, delta);
    return reduceLosses(multiply(near, subtract(error, multiply(0.5, near))), reduction);
  },
  kernel({ prediction, target }, output, { delta, reduction }) {
    writeLosses(output, reduction, prediction.data.length, (i) => {
      const error = Math.abs(prediction.data[i]! - target.data[i]!);
      const near = Math.min(error, delta);
      return near * (error - 0.5 * near);
    });
  },
  vjp: {
    prediction: (g, { prediction, target }, context) =>
      apply(huberGradientOp, { g, prediction, target }, context.attributes),
    target: (g, { prediction, target }, context) =>
      negate(apply(huberGradientOp, { g, prediction, target }, context.attributes)),
  },
  samples: [
    {
      inputs: { prediction: ["N", 3], target: ["N", 3] },
      attributes: { delta: 1, reduction: "mean" },
      smooth: ({ prediction, target }) => awayFromSeams(prediction!, target!, 1),
    },
    {
      inputs: { prediction: ["N"], target: ["N"] },
      attributes: { delta: 0.25, reduction: "sum" },
      smooth: ({ prediction, target }) => awayFromSeams(prediction!, target!, 0.25),
    },
    {
      inputs: { prediction: ["N", 1, 2], target: ["N", 1, 2] },
      attributes: { delta: 2.5, reduction: "none" },
      smooth: ({ prediction, target }) => awayFromSeams(prediction!, target!, 2.5),
    },
  ],
  latex(m, { prediction, target }, { delta, reduction }) {
    const [f, y] = [perElement(m, prediction, reduction), perElement(m, target, reduction)];
    const error = m.subtract(f, y);
    const square = m.divide(m.power(error, 2), 2);
    const line = m.multiply(delta, m.subtract(m.abs(error), delta / 2));
    const pieces = m.select(m.less(delta, m.abs(error)), line, square);
    return writeReduced(m, pieces, reduction, m.count(prediction));
  },
});

export const huberGradientOp = defineOp({
  name: "huberGradient",
  doc: { summary: "derivative of huber by its prediction: g times the error, held within ±delta" },
  inputs: ["g", "prediction", "target"],
  attributes,
  shape({ g, prediction, target }, { reduction }, need) {
    need(sameShape(prediction, target), "prediction = target");
    need(sameShape(g, lossShape(prediction, reduction)), "g of the loss's shape");
    return prediction;
  },
  decompose({ g, prediction, target }, { delta, reduction }) {
    const error = subtract(prediction, target);
    return pullBack(g, maximum(minimum(error, delta), -delta), reduction);
  },
  kernel({ g, prediction, target }, output, { delta, reduction }) {
    const cotangent = lossCotangentAt(g, reduction, output.data.length);
    for (let i = 0; i < output.data.length; i++) {
      const error = prediction.data[i]! - target.data[i]!;
      output.data[i] = cotangent(i) * Math.max(Math.min(error, delta), -delta);
    }
  },
  samples: [
    {
      inputs: { g: [], prediction: ["N", 3], target: ["N", 3] },
      attributes: { delta: 1, reduction: "mean" },
      smooth: ({ prediction, target }) => awayFromSeams(prediction!, target!, 1),
    },
    {
      inputs: { g: ["N"], prediction: ["N"], target: ["N"] },
      attributes: { delta: 0.5, reduction: "none" },
      smooth: ({ prediction, target }) => awayFromSeams(prediction!, target!, 0.5),
    },
  ],
  latex(m, { g, prediction, target }, { delta, reduction }) {
    const clipped = m.maximum(m.minimum(m.subtract(prediction, target), delta), -delta);
    return m.multiply(writeShare(m, g, reduction, m.count(prediction)), clipped);
  },
});

/**
 * Huber's loss, one an element: e²/2 for errors e = prediction - target up to delta, and the line delta (|e| - delta/2)
 * beyond. The derivative is e, held within ±delta; the second one is 1 up to delta, delta included, and 0 beyond. No
 * square overflows: where the loss is finite so is what it is computed of.
 * @param prediction float32 or float64, any shape
 * @param target of exactly that shape
 * @param options `reduction`, always stated; `delta` > 0: default 1
 * @returns a scalar ≥ 0, or with reduction "none" the shape of prediction
 * @throws {Refusal} shape-mismatch | bad-attribute
 * @see Huber, Ann. Math. Stat. 35 (1964) 73
 */
export function huber(
  prediction: Value,
  target: Value,
  options: { readonly reduction: Reduction; readonly delta?: number },
): Value {
  return apply(huberOp, { prediction, target }, options);
}
