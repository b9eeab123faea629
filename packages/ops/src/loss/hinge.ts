import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { less } from "../elementwise/less.js";
import { maximum } from "../elementwise/maximum.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { select } from "../elementwise/select.js";
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

const attributes = { reduction: reductionAttribute };

/** No product of the two is near 1, where the loss begins. */
function awayFromMargin(score: readonly number[], target: readonly number[]): boolean {
  return awayFromZero(score.map((x, i) => 1 - x * target[i]!));
}

export const hingeOp = defineOp({
  name: "hinge",
  doc: {
    summary: "hinge loss max(0, 1 - target · score), for targets -1 and 1",
    source: "Cortes and Vapnik, Mach. Learn. 20 (1995) 273",
    names: { keras: "keras.losses.Hinge" },
  },
  inputs: ["score", "target"],
  attributes,
  shape({ score, target }, { reduction }, need) {
    need(sameShape(score, target), "score = target, without broadcasting");
    return lossShape(score, reduction);
  },
  decompose: ({ score, target }, { reduction }) =>
    reduceLosses(maximum(0, subtract(1, multiply(target, score))), reduction),
  kernel({ score, target }, output, { reduction }) {
    writeLosses(output, reduction, score.data.length, (i) =>
      Math.max(0, 1 - target.data[i]! * score.data[i]!),
    );
  },
  vjp: {
    score: (g, { score, target }, { attributes }) => apply(hingeGradientOp, { g, score, target }, attributes),
    // Score and target enter alike: as their product.
    target: (g, { score, target }, { attributes }) =>
      apply(hingeGradientOp, { g, score: target, target: score }, attributes),
  },
  samples: [
    {
      inputs: { score: ["N", 3], target: ["N", 3] },
      attributes: { reduction: "mean" },
      smooth: ({ score, target }) => awayFromMargin(score, target),
    },
    {
      inputs: { score: ["N"], target: ["N"] },
      attributes: { reduction: "sum" },
      smooth: ({ score, target }) => awayFromMargin(score, target),
    },
    {
      inputs: { score: ["N", 1], target: ["N", 1] },
      attributes: { reduction: "none" },
      smooth: ({ score, target }) => awayFromMargin(score, target),
    },
  ],
  latex(m, { score, target }, { reduction }) {
    const [f, y] = [perElement(m, score, reduction), perElement(m, target, reduction)];
    return writeReduced(m, m.maximum(0, m.subtract(1, m.multiply(y, f))), reduction, m.count(score));
  },
});

export const hingeGradientOp = defineOp({
  name: "hingeGradient",
  doc: { summary: "derivative of hinge by its score: -g · target where the margin is below 1, else 0" },
  inputs: ["g", "score", "target"],
  attributes,
  shape({ g, score, target }, { reduction }, need) {
    need(sameShape(score, target), "score = target");
    need(sameShape(g, lossShape(score, reduction)), "g of the loss's shape");
    return score;
  },
  decompose: ({ g, score, target }, { reduction }) =>
    pullBack(g, select(less(multiply(target, score), 1), negate(target), 0), reduction),
  kernel({ g, score, target }, output, { reduction }) {
    const cotangent = lossCotangentAt(g, reduction, output.data.length);
    for (let i = 0; i < output.data.length; i++)
      output.data[i] = cotangent(i) * (target.data[i]! * score.data[i]! < 1 ? -target.data[i]! : 0);
  },
  vjp: { score: null },
  samples: [
    {
      inputs: { g: [], score: ["N", 3], target: ["N", 3] },
      attributes: { reduction: "mean" },
      smooth: ({ score, target }) => awayFromMargin(score, target),
    },
    {
      inputs: { g: ["N"], score: ["N"], target: ["N"] },
      attributes: { reduction: "none" },
      smooth: ({ score, target }) => awayFromMargin(score, target),
    },
  ],
  latex(m, { g, score, target }, { reduction }) {
    const slope = m.multiply(m.indicator(m.less(m.multiply(target, score), 1)), m.negate(target));
    return m.multiply(writeShare(m, g, reduction, m.count(score)), slope);
  },
});

/**
 * Hinge loss max(0, 1 - target · score), one loss an element: 0 for a score that is on the right side by a margin of 1
 * at least. The derivative by the score is -target below that margin and 0 from it on, at the margin too.
 * @param score float32 or float64, any shape: the number whose sign is the answer
 * @param target -1 or 1, of exactly that shape; targets 0 and 1 come to it as 2 y - 1
 * @param options `reduction`, always stated
 * @returns a scalar ≥ 0, or with reduction "none" the shape of score
 * @throws {Refusal} shape-mismatch
 * @see Cortes and Vapnik, Mach. Learn. 20 (1995) 273
 */
export function hinge(score: Value, target: Value, options: { readonly reduction: Reduction }): Value {
  return apply(hingeOp, { score, target }, options);
}
