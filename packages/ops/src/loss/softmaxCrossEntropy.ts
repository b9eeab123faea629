import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { equal } from "../elementwise/equal.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { select } from "../elementwise/select.js";
import { subtract } from "../elementwise/subtract.js";
import { logSoftmax } from "../normalise/logSoftmax.js";
import { softmax } from "../normalise/softmax.js";
import { sum } from "../reduce/sum.js";
import { classShares } from "./classShares.js";
import { checkClassTarget, classLossKinds, type ClassTarget } from "./classTarget.js";
import {
  checkIgnored,
  checkWeights,
  classShareAt,
  isPlain,
  meanDivisor,
  pullBackShared,
  reduceShared,
  weighedLossAttributes,
} from "./classWeights.js";
import { lossCotangentAt, lossShape, type Reduction, writeLosses } from "./reduction.js";
import { greatestOf, rowsOf, sumOfExponentials } from "./rows.js";
import { countExamples, writeClassLoss, writeOneHot, writeShare, writeWeight } from "./written.js";

export const softmaxCrossEntropyOp = defineOp({
  name: "softmaxCrossEntropy",
  doc: {
    summary: "cross entropy of softmax(logits) against a class, finite for any finite logits",
    source: "Blanchard, Higham and Higham, IMA J. Numer. Anal. 41 (2021) 2311",
    names: {
      onnx: "SoftmaxCrossEntropyLoss",
      keras: "keras.losses.SparseCategoricalCrossentropy",
      torch: "torch.nn.functional.cross_entropy",
    },
  },
  inputs: { logits: "float", target: "any" },
  attributes: weighedLossAttributes,
  kinds: classLossKinds,
  check: checkIgnored,
  shape({ logits, target }, settings, need) {
    checkClassTarget(logits, target, settings.target, need);
    checkWeights(logits, settings, need);
    return lossShape(logits.slice(0, -1), settings.reduction);
  },
  decompose({ logits, target }, settings) {
    const shares = classShares(logits, target, settings);
    // A share of 0 counts as 0, whatever its logarithm: in float32 that may be -Infinity.
    const logP = select(equal(shares, 0), 0, logSoftmax(logits));
    const losses = negate(sum(multiply(shares, logP), { axes: [-1] }));
    return reduceShared(losses, shares, settings);
  },
  kernel({ logits, target }, output, settings) {
    const { rows, classes } = rowsOf(logits);
    const share = classShareAt("softmaxCrossEntropy", target, settings, classes);
    const lossOf = (i: number): number => {
      const greatest = greatestOf(logits, i * classes, classes);
      const logTotal = Math.log(sumOfExponentials(logits, i * classes, classes, greatest));
      let loss = 0;
      for (let c = 0; c < classes; c++) {
        const logit = logits.data[i * classes + c]!;
        // The difference of the logits comes first: beside one of 1e16 the logarithm would be lost.
        if (share(i, c) !== 0 || !Number.isFinite(logit)) loss += share(i, c) * (greatest - logit + logTotal);
      }
      return loss;
    };
    writeLosses(output, settings.reduction, rows, lossOf, meanDivisor(share, rows, classes, settings));
  },
  vjp: {
    logits: (g, { logits, target }, { attributes }) =>
      apply(softmaxCrossEntropyGradientOp, { g, logits, target }, attributes),
    target(g, { logits, target }, { output, attributes }) {
      const shares = classShares(logits, target, attributes);
      const losses = negate(logSoftmax(logits));
      // A mean over weights is a quotient: more weight makes its divisor greater too.
      const isQuotient = attributes.reduction === "mean" && attributes.target === "oneHot";
      const slope = isQuotient && attributes.classWeights.length > 0 ? subtract(losses, output) : losses;
      return pullBackShared(g, classShares(logits, slope, attributes), shares, attributes);
    },
  },
  samples: [
    {
      inputs: { logits: ["N", 3], target: ["N"] },
      attributes: { target: "index", reduction: "mean" },
      fixed: ["target"],
      domain: { target: [0, 3] },
    },
    {
      inputs: { logits: [2, "N", 4], target: [2, "N"] },
      attributes: { target: "index", reduction: "none" },
      fixed: ["target"],
      domain: { target: [0, 4] },
    },
    { inputs: { logits: ["N", 3], target: ["N", 3] }, attributes: { target: "oneHot", reduction: "mean" } },
    { inputs: { logits: [3], target: [3] }, attributes: { target: "oneHot", reduction: "sum" } },
    {
      inputs: { logits: ["N", 3], target: ["N", 3] },
      attributes: { target: "probabilities", reduction: "none" },
    },
    {
      inputs: { logits: ["N", 3], target: ["N"] },
      attributes: { target: "index", reduction: "mean", classWeights: [0.5, 2, 1], ignoreIndex: -1 },
      fixed: ["target"],
      domain: { target: [-1, 3] },
    },
    {
      inputs: { logits: ["N", 3], target: ["N"] },
      attributes: { target: "index", reduction: "none", ignoreIndex: 1 },
      fixed: ["target"],
      domain: { target: [0, 3] },
    },
    {
      inputs: { logits: ["N", 2], target: ["N", 2] },
      attributes: { target: "oneHot", reduction: "mean", classWeights: [0.5, 2] },
      domain: { target: [0.1, 1] },
    },
    {
      inputs: { logits: ["N", 2], target: ["N", 2] },
      attributes: { target: "probabilities", reduction: "mean", classWeights: [0.5, 2] },
      domain: { target: [0.1, 1] },
    },
  ],
  latex: (m, { logits, target }, settings) =>
    writeClassLoss(m, m.call("softmax", [logits]), target, settings, !isPlain(settings)),
});

export const softmaxCrossEntropyGradientOp = defineOp({
  name: "softmaxCrossEntropyGradient",
  doc: {
    summary: "derivative of softmaxCrossEntropy by its logits: g · (softmax(logits) · Σ target - target)",
  },
  inputs: { g: "float", logits: "float", target: "any" },
  attributes: weighedLossAttributes,
  kinds: classLossKinds,
  check: checkIgnored,
  shape({ g, logits, target }, settings, need) {
    checkClassTarget(logits, target, settings.target, need);
    checkWeights(logits, settings, need);
    need(sameShape(g, lossShape(logits.slice(0, -1), settings.reduction)), "g of the loss's shape");
    return logits;
  },
  decompose({ g, logits, target }, settings) {
    const shares = classShares(logits, target, settings);
    const total = sum(shares, { axes: [-1], keepDims: true });
    const error = subtract(multiply(softmax(logits), total), shares);
    return pullBackShared(g, error, shares, settings);
  },
  kernel({ g, logits, target }, output, settings) {
    const { rows, classes } = rowsOf(logits);
    const share = classShareAt("softmaxCrossEntropyGradient", target, settings, classes);
    const divisor = meanDivisor(share, rows, classes, settings);
    // Where nothing counts, neither does a slope: each of them is 0.
    const cotangent = lossCotangentAt(g, settings.reduction, divisor === 0 ? 1 : divisor);
    for (let i = 0; i < rows; i++) {
      const greatest = greatestOf(logits, i * classes, classes);
      const exponentials = sumOfExponentials(logits, i * classes, classes, greatest);
      let total = 0;
      for (let c = 0; c < classes; c++) total += share(i, c);
      for (let c = 0; c < classes; c++) {
        const k = i * classes + c;
        const p = Math.exp(logits.data[k]! - greatest) / exponentials;
        output.data[k] = cotangent(i) * (p * total - share(i, c));
      }
    }
  },
  samples: [
    {
      inputs: { g: [], logits: ["N", 3], target: ["N"] },
      attributes: { target: "index", reduction: "mean" },
      fixed: ["target"],
      domain: { target: [0, 3] },
    },
    {
      inputs: { g: ["N"], logits: ["N", 3], target: ["N", 3] },
      attributes: { target: "oneHot", reduction: "none" },
    },
    {
      inputs: { g: [], logits: ["N", 3], target: ["N"] },
      attributes: { target: "index", reduction: "mean", classWeights: [0.5, 2, 1], ignoreIndex: -1 },
      fixed: ["target"],
      domain: { target: [-1, 3] },
    },
    {
      inputs: { g: [], logits: ["N", 2], target: ["N", 2] },
      attributes: { target: "oneHot", reduction: "mean", classWeights: [0.5, 2] },
      domain: { target: [0.1, 1] },
    },
  ],
  latex(m, { g, logits, target }, settings) {
    const y = settings.target === "index" ? writeOneHot(m, target) : target;
    const error = m.subtract(m.call("softmax", [logits]), y);
    const share = writeShare(m, g, settings.reduction, countExamples(m, logits));
    if (isPlain(settings)) return m.multiply(share, error);
    return m.multiply(m.multiply(share, writeWeight(m, target, settings.target)), error);
  },
});

/** What {@link softmaxCrossEntropy} takes. */
export interface SoftmaxCrossEntropyOptions {
  readonly target: ClassTarget;
  readonly reduction: Reduction;
  readonly classWeights?: readonly number[];
  readonly ignoreIndex?: number | "none";
}

/**
 * Cross entropy of softmax(logits) against a class, one loss an example: finite and right for any finite logits,
 * and with probabilities that add up to 1 its derivative is softmax(logits) - target. A loss is within a few units in the
 * last place of itself, or of 1 where it is less.
 *
 * With class weights each class's part of a loss counts for its weight, and a row that is ignored for 0. A mean is then over what was counted, as in PyTorch: Σ losses / Σ weights of the rows' classes. For
 * target "oneHot" that is the same number; for "probabilities" it stays the mean over rows, ignoring none. Where nothing
 * counts the sum and the derivative are 0 and the mean is NaN, as a mean of nothing is.
 * @param logits float32 or float64, [examples, classes] or any shape that ends in classes
 * @param target with target "index": int32, the shape of logits without classes; "oneHot", "probabilities": float, that
 * of logits
 * @param options `target` and `reduction`, always stated. `classWeights`: a number ≥ 0 for each class; default all 1.
 * `ignoreIndex`, for target "index": rows of that number do not count; default none
 * @returns a scalar, or with reduction "none" one loss an example
 * @throws {Refusal} shape-mismatch | dtype-mismatch | bad-attribute; index-out-of-range, when it is run
 * @see Blanchard, Higham and Higham, IMA J. Numer. Anal. 41 (2021) 2311
 */
export function softmaxCrossEntropy(
  logits: Value,
  target: Value,
  options: SoftmaxCrossEntropyOptions,
): Value {
  return apply(softmaxCrossEntropyOp, { logits, target }, options);
}
