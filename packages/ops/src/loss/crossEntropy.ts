import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { equal } from "../elementwise/equal.js";
import { log } from "../elementwise/log.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { select } from "../elementwise/select.js";
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
import { pullBackRows, rowsOf } from "./rows.js";
import { countExamples, writeClassLoss, writeOneHot, writeShare } from "./written.js";

export const crossEntropyOp = defineOp({
  name: "crossEntropy",
  doc: {
    summary: "cross entropy -Σ y ln p of probabilities against a class",
    source: "Good, J. R. Stat. Soc. B 14 (1952) 107",
    names: { keras: "keras.losses.CategoricalCrossentropy" },
  },
  inputs: { p: "float", target: "any" },
  attributes: classLossAttributes,
  kinds: classLossKinds,
  shape({ p, target }, settings, need) {
    checkClassTarget(p, target, settings.target, need, "p");
    return lossShape(p.slice(0, -1), settings.reduction);
  },
  decompose({ p, target }, settings) {
    const y = classProbabilities(p, target, settings.target);
    // ln of 1 where its factor is 0: 0 · ln 0 counts as 0.
    const losses = negate(sum(multiply(y, log(select(equal(y, 0), 1, p))), { axes: [-1] }));
    return reduceLosses(losses, settings.reduction);
  },
  kernel({ p, target }, output, settings) {
    const { rows, classes } = rowsOf(p);
    const y = classProbabilityAt("crossEntropy", target, settings.target, classes);
    writeLosses(output, settings.reduction, rows, (i) => {
      let loss = 0;
      for (let c = 0; c < classes; c++)
        if (y(i, c) !== 0) loss -= y(i, c) * Math.log(p.data[i * classes + c]!);
      return loss;
    });
  },
  vjp: {
    p: (g, { p, target }, context) => apply(crossEntropyGradientOp, { g, p, target }, context.attributes),
    target: (g, { p }, context) => pullBackRows(g, negate(log(p)), context.attributes.reduction),
  },
  samples: [
    {
      inputs: { p: ["N", 3], target: ["N"] },
      attributes: { target: "index", reduction: "mean" },
      fixed: ["target"],
      domain: { p: [0.3, 0.7], target: [0, 3] },
    },
    {
      inputs: { p: ["N", 3], target: ["N", 3] },
      attributes: { target: "oneHot", reduction: "none" },
      domain: { p: [0.3, 0.7], target: [0.1, 0.2] },
    },
    {
      inputs: { p: [3], target: [3] },
      attributes: { target: "oneHot", reduction: "sum" },
      domain: { p: [0.3, 0.7], target: [0.8, 0.9] },
    },
  ],
  latex: (m, { p, target }, settings) => writeClassLoss(m, p, target, settings),
});

export const crossEntropyGradientOp = defineOp({
  name: "crossEntropyGradient",
  doc: { summary: "derivative of crossEntropy by its probabilities: -g · y / p" },
  inputs: { g: "float", p: "float", target: "any" },
  attributes: classLossAttributes,
  kinds: classLossKinds,
  shape({ g, p, target }, settings, need) {
    checkClassTarget(p, target, settings.target, need, "p");
    need(sameShape(g, lossShape(p.slice(0, -1), settings.reduction)), "g of the loss's shape");
    return p;
  },
  decompose({ g, p, target }, settings) {
    const y = classProbabilities(p, target, settings.target);
    const slope = negate(divide(y, select(equal(y, 0), 1, p)));
    return pullBackRows(g, slope, settings.reduction);
  },
  kernel({ g, p, target }, output, settings) {
    const { rows, classes } = rowsOf(p);
    const y = classProbabilityAt("crossEntropyGradient", target, settings.target, classes);
    const cotangent = lossCotangentAt(g, settings.reduction, rows);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < classes; c++) {
        const k = i * classes + c;
        output.data[k] = y(i, c) === 0 ? 0 : (-cotangent(i) * y(i, c)) / p.data[k]!;
      }
    }
  },
  samples: [
    {
      inputs: { g: [], p: ["N", 3], target: ["N"] },
      attributes: { target: "index", reduction: "mean" },
      fixed: ["target"],
      domain: { p: [0.3, 0.7], target: [0, 3] },
    },
    {
      inputs: { g: ["N"], p: ["N", 3], target: ["N", 3] },
      attributes: { target: "oneHot", reduction: "none" },
      domain: { p: [0.3, 0.7], target: [0.1, 0.2] },
    },
  ],
  latex(m, { g, p, target }, settings) {
    const y = settings.target === "index" ? writeOneHot(m, target) : target;
    return m.negate(m.multiply(writeShare(m, g, settings.reduction, countExamples(m, p)), m.divide(y, p)));
  },
});

/**
 * Cross entropy -Σ y ln p of probabilities against a class, one loss an example. 0 · ln 0 counts as 0; a class that
 * is certain and wrong costs Infinity. From logits take `softmaxCrossEntropy`, which stays finite.
 * @param p float32 or float64, probabilities [examples, classes] or any shape that ends in classes
 * @param target with target "index": int32, the shape of p without classes; "oneHot": float, that of p
 * @param options `target` and `reduction`, always stated; "mean" is over examples
 * @returns a scalar, or with reduction "none" one loss an example
 * @throws {Refusal} shape-mismatch | dtype-mismatch; index-out-of-range, when it is run
 * @see Good, J. R. Stat. Soc. B 14 (1952) 107
 */
export function crossEntropy(
  p: Value,
  target: Value,
  options: { readonly target: ClassTarget; readonly reduction: Reduction },
): Value {
  return apply(crossEntropyOp, { p, target }, options);
}
