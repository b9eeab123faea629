import { apply, defineOp, type Value } from "@chainrule/core";
import { equal } from "../elementwise/equal.js";
import { negate } from "../elementwise/negate.js";
import { select } from "../elementwise/select.js";
import { isIndex, refuseIndex } from "../indexing/refuseIndex.js";
import { sum } from "../reduce/sum.js";
import { checkClassTarget, classProbabilities } from "./classTarget.js";
import { lossShape, reduceLosses, type Reduction, reductionAttribute, writeLosses } from "./reduction.js";
import { pullBackRows, rowsOf } from "./rows.js";
import { countExamples, writeReduced } from "./written.js";

export const negativeLogLikelihoodOp = defineOp({
  name: "negativeLogLikelihood",
  doc: {
    summary: "minus the logarithm of a class's probability, from log probabilities",
    source: "Fisher, Phil. Trans. R. Soc. A 222 (1922) 309",
    names: { onnx: "NegativeLogLikelihoodLoss", torch: "torch.nn.functional.nll_loss" },
  },
  inputs: { logP: "float", target: "int" },
  attributes: { reduction: reductionAttribute },
  shape({ logP, target }, { reduction }, need) {
    checkClassTarget(logP, target, "index", need, "logP");
    return lossShape(target, reduction);
  },
  decompose({ logP, target }, { reduction }) {
    const isClass = equal(classProbabilities(logP, target, "index"), 1);
    // Chosen, not multiplied: the logarithms of the other classes may be -Infinity.
    return reduceLosses(negate(sum(select(isClass, logP, 0), { axes: [-1] })), reduction);
  },
  kernel({ logP, target }, output, { reduction }) {
    const { rows, classes } = rowsOf(logP);
    writeLosses(output, reduction, rows, (i) => {
      const index = target.data[i]!;
      if (!isIndex(index, classes)) throw refuseIndex("negativeLogLikelihood", index, classes);
      return -logP.data[i * classes + index]!;
    });
  },
  vjp: {
    logP: (g, { logP, target }, { attributes }) =>
      pullBackRows(g, negate(classProbabilities(logP, target, "index")), attributes.reduction),
    target: null,
  },
  samples: [
    {
      inputs: { logP: ["N", 3], target: ["N"] },
      attributes: { reduction: "mean" },
      fixed: ["target"],
      domain: { target: [0, 3] },
    },
    {
      inputs: { logP: [2, "N", 4], target: [2, "N"] },
      attributes: { reduction: "none" },
      fixed: ["target"],
      domain: { target: [0, 4] },
    },
    {
      inputs: { logP: [2], target: [] },
      attributes: { reduction: "sum" },
      fixed: ["target"],
      domain: { target: [0, 2] },
    },
    {
      inputs: { logP: ["N", 3], target: ["N"] },
      attributes: { reduction: "sum" },
      fixed: ["target"],
      domain: { target: [0, 3] },
    },
  ],
  latex: (m, { logP, target }, { reduction }) =>
    writeReduced(m, m.index(logP, target), reduction, countExamples(m, logP), { sign: -1 }),
});

/**
 * Minus the logarithm of the class's probability, one loss an example: with `logSoftmax` before it, the cross entropy.
 * It is linear, so log probabilities that do not come of probabilities are taken as they are; one of -Infinity costs
 * Infinity for its class and nothing for the others.
 * @param logP float32 or float64, log probabilities [examples, classes] or any shape that ends in classes
 * @param target int32 class numbers from 0, the shape of logP without classes
 * @param options `reduction`, always stated; "mean" is over examples
 * @returns a scalar, or with reduction "none" one loss an example
 * @throws {Refusal} shape-mismatch | dtype-mismatch; index-out-of-range, when it is run
 * @see Fisher, Phil. Trans. R. Soc. A 222 (1922) 309
 */
export function negativeLogLikelihood(
  logP: Value,
  target: Value,
  options: { readonly reduction: Reduction },
): Value {
  return apply(negativeLogLikelihoodOp, { logP, target }, options);
}
