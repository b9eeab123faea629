import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { subtract } from "../elementwise/subtract.js";
import { logSoftmax } from "../normalise/logSoftmax.js";
import { softmax } from "../normalise/softmax.js";
import { sum } from "../reduce/sum.js";
import {
  checkClassTarget,
  classLossAttributes,
  classLossKinds,
  classProbabilities,
  classProbabilityAt,
  type ClassTarget,
} from "./classTarget.js";
import { lossCotangentAt, lossShape, reduceLosses, type Reduction, writeLosses } from "./reduction.js";
import { logSumExp, pullBackRows, rowsOf } from "./rows.js";
import { countExamples, writeClassLoss, writeOneHot, writeShare } from "./written.js";

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
  attributes: classLossAttributes,
  kinds: classLossKinds,
  shape({ logits, target }, settings, need) {
    checkClassTarget(logits, target, settings.target, need);
    return lossShape(logits.slice(0, -1), settings.reduction);
  },
  decompose({ logits, target }, settings) {
    const probabilities = classProbabilities(logits, target, settings.target);
    const losses = negate(sum(multiply(probabilities, logSoftmax(logits)), { axes: [-1] }));
    return reduceLosses(losses, settings.reduction);
  },
  kernel({ logits, target }, output, settings) {
    const { rows, classes } = rowsOf(logits);
    const probability = classProbabilityAt("softmaxCrossEntropy", target, settings.target, classes);
    writeLosses(output, settings.reduction, rows, (i) => {
      const logTotal = logSumExp(logits, i * classes, classes);
      let loss = 0;
      for (let c = 0; c < classes; c++)
        loss += probability(i, c) * (logTotal - logits.data[i * classes + c]!);
      return loss;
    });
  },
  vjp: {
    logits: (g, { logits, target }, context) =>
      apply(softmaxCrossEntropyGradientOp, { g, logits, target }, context.attributes),
    target: (g, { logits }, context) =>
      pullBackRows(g, negate(logSoftmax(logits)), context.attributes.reduction),
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
  ],
  latex: (m, { logits, target }, settings) =>
    writeClassLoss(m, m.call("softmax", [logits]), target, settings),
});

export const softmaxCrossEntropyGradientOp = defineOp({
  name: "softmaxCrossEntropyGradient",
  doc: {
    summary: "derivative of softmaxCrossEntropy by its logits: g · (softmax(logits) · Σ target - target)",
  },
  inputs: { g: "float", logits: "float", target: "any" },
  attributes: classLossAttributes,
  kinds: classLossKinds,
  shape({ g, logits, target }, settings, need) {
    checkClassTarget(logits, target, settings.target, need);
    need(sameShape(g, lossShape(logits.slice(0, -1), settings.reduction)), "g of the loss's shape");
    return logits;
  },
  decompose({ g, logits, target }, settings) {
    const probabilities = classProbabilities(logits, target, settings.target);
    const total = sum(probabilities, { axes: [-1], keepDims: true });
    const error = subtract(multiply(softmax(logits), total), probabilities);
    return pullBackRows(g, error, settings.reduction);
  },
  kernel({ g, logits, target }, output, settings) {
    const { rows, classes } = rowsOf(logits);
    const probability = classProbabilityAt("softmaxCrossEntropyGradient", target, settings.target, classes);
    const cotangent = lossCotangentAt(g, settings.reduction, rows);
    for (let i = 0; i < rows; i++) {
      const logTotal = logSumExp(logits, i * classes, classes);
      let total = 0;
      for (let c = 0; c < classes; c++) total += probability(i, c);
      for (let c = 0; c < classes; c++) {
        const k = i * classes + c;
        output.data[k] = cotangent(i) * (Math.exp(logits.data[k]! - logTotal) * total - probability(i, c));
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
  ],
  latex(m, { g, logits, target }, settings) {
    const y = settings.target === "index" ? writeOneHot(m, target) : target;
    const error = m.subtract(m.call("softmax", [logits]), y);
    return m.multiply(writeShare(m, g, settings.reduction, countExamples(m, logits)), error);
  },
});

/**
 * Cross entropy of softmax(logits) against a class, one loss an example: finite and right for any finite logits,
 * and with probabilities that add up to 1 its derivative is softmax(logits) - target.
 * @param logits float32 or float64, [examples, classes] or any shape that ends in classes
 * @param target with target "index": int32, the shape of logits without classes; "oneHot": float, that of logits
 * @param options `target` and `reduction`, always stated; "mean" is over examples
 * @returns a scalar, or with reduction "none" one loss an example
 * @throws {Refusal} shape-mismatch | dtype-mismatch; index-out-of-range, when it is run
 * @see Blanchard, Higham and Higham, IMA J. Numer. Anal. 41 (2021) 2311
 */
export function softmaxCrossEntropy(
  logits: Value,
  target: Value,
  options: { readonly target: ClassTarget; readonly reduction: Reduction },
): Value {
  return apply(softmaxCrossEntropyOp, { logits, target }, options);
}
