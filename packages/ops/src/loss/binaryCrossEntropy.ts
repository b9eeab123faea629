import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { divide } from "../elementwise/divide.js";
import { equal } from "../elementwise/equal.js";
import { log } from "../elementwise/log.js";
import { log1p } from "../elementwise/log1p.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { select } from "../elementwise/select.js";
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

const attributes = { reduction: reductionAttribute };

export const binaryCrossEntropyOp = defineOp({
  name: "binaryCrossEntropy",
  doc: {
    summary: "cross entropy -y ln p - (1 - y) ln(1 - p) of a probability",
    source: "Good, J. R. Stat. Soc. B 14 (1952) 107",
    names: { keras: "keras.losses.BinaryCrossentropy", torch: "torch.nn.functional.binary_cross_entropy" },
  },
  inputs: ["p", "y"],
  attributes,
  shape({ p, y }, { reduction }, need) {
    need(sameShape(p, y), "p = y, without broadcasting");
    return lossShape(p, reduction);
  },
  decompose({ p, y }, { reduction }) {
    // ln of 1 where its factor is 0: 0 · ln 0 counts as 0, and so does its derivative.
    const yes = multiply(y, log(select(equal(y, 0), 1, p)));
    const no = multiply(subtract(1, y), log1p(select(equal(y, 1), 0, negate(p))));
    return reduceLosses(negate(add(yes, no)), reduction);
  },
  kernel({ p, y }, output, { reduction }) {
    writeLosses(output, reduction, p.data.length, (i) => {
      const target = y.data[i]!;
      const yes = target === 0 ? 0 : target * Math.log(p.data[i]!);
      const no = target === 1 ? 0 : (1 - target) * Math.log1p(-p.data[i]!);
      return -(yes + no);
    });
  },
  vjp: {
    p: (g, { p, y }, context) => apply(binaryCrossEntropyGradientOp, { g, p, y }, context.attributes),
    y: (g, { p }, context) => pullBack(g, subtract(log1p(negate(p)), log(p)), context.attributes.reduction),
  },
  samples: [
    {
      inputs: { p: ["N"], y: ["N"] },
      attributes: { reduction: "mean" },
      domain: { p: [0.3, 0.7], y: [0.1, 0.2] },
    },
    {
      inputs: { p: ["N", 1], y: ["N", 1] },
      attributes: { reduction: "sum" },
      domain: { p: [0.3, 0.7], y: [0.8, 0.9] },
    },
    {
      inputs: { p: ["N", 3], y: ["N", 3] },
      attributes: { reduction: "none" },
      domain: { p: [0.3, 0.7], y: [0.1, 0.2] },
    },
  ],
  latex(m, { p, y }, { reduction }) {
    const [q, t] = [perElement(m, p, reduction), perElement(m, y, reduction)];
    const yes = m.multiply(t, m.log(q));
    const no = m.multiply(m.subtract(1, t), m.log(m.subtract(1, q)));
    return writeReduced(m, m.add(yes, no), reduction, m.count(p), { sign: -1 });
  },
});

export const binaryCrossEntropyGradientOp = defineOp({
  name: "binaryCrossEntropyGradient",
  doc: { summary: "derivative of binaryCrossEntropy by its probability: g · ((1 - y) / (1 - p) - y / p)" },
  inputs: ["g", "p", "y"],
  attributes,
  shape({ g, p, y }, { reduction }, need) {
    need(sameShape(p, y), "p = y");
    need(sameShape(g, lossShape(p, reduction)), "g of the loss's shape");
    return p;
  },
  decompose({ g, p, y }, { reduction }) {
    const yes = divide(y, select(equal(y, 0), 1, p));
    const no = divide(subtract(1, y), subtract(1, select(equal(y, 1), 0, p)));
    return pullBack(g, subtract(no, yes), reduction);
  },
  kernel({ g, p, y }, output, { reduction }) {
    const cotangent = lossCotangentAt(g, reduction, output.data.length);
    for (let i = 0; i < output.data.length; i++) {
      const target = y.data[i]!;
      const yes = target === 0 ? 0 : target / p.data[i]!;
      const no = target === 1 ? 0 : (1 - target) / (1 - p.data[i]!);
      output.data[i] = cotangent(i) * (no - yes);
    }
  },
  samples: [
    {
      inputs: { g: [], p: ["N", 3], y: ["N", 3] },
      attributes: { reduction: "mean" },
      domain: { p: [0.3, 0.7], y: [0.8, 0.9] },
    },
    {
      inputs: { g: ["N"], p: ["N"], y: ["N"] },
      attributes: { reduction: "none" },
      domain: { p: [0.3, 0.7], y: [0.1, 0.2] },
    },
  ],
  latex(m, { g, p, y }, { reduction }) {
    const slope = m.subtract(m.divide(m.subtract(1, y), m.subtract(1, p)), m.divide(y, p));
    return m.multiply(writeShare(m, g, reduction, m.count(p)), slope);
  },
});

/**
 * Cross entropy -y ln p - (1 - y) ln(1 - p), one loss an element. A certain and right p costs 0, as 0 · ln 0
 * counts as 0; a certain and wrong one costs Infinity. From logits take `binaryCrossEntropyWithLogits`,
 * which stays finite.
 * @param p probabilities of 1, float32 or float64, any shape
 * @param y targets from 0 to 1, of exactly that shape
 * @param options `reduction`, always stated
 * @returns a scalar ≥ 0, or with reduction "none" the shape of p
 * @throws {Refusal} shape-mismatch
 * @see Good, J. R. Stat. Soc. B 14 (1952) 107
 */
export function binaryCrossEntropy(p: Value, y: Value, options: { readonly reduction: Reduction }): Value {
  return apply(binaryCrossEntropyOp, { p, y }, options);
}
