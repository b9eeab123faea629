import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { abs } from "../elementwise/abs.js";
import { add } from "../elementwise/add.js";
import { exp } from "../elementwise/exp.js";
import { log1p } from "../elementwise/log1p.js";
import { maximum } from "../elementwise/maximum.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { sigmoid } from "../elementwise/sigmoid.js";
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

export const binaryCrossEntropyWithLogitsOp = defineOp({
  name: "binaryCrossEntropyWithLogits",
  doc: {
    summary: "cross entropy of sigmoid(z): max(z, 0) - z y + ln(1 + e^-|z|), finite for any finite z",
    names: { torch: "torch.nn.functional.binary_cross_entropy_with_logits" },
  },
  inputs: ["z", "y"],
  attributes,
  shape({ z, y }, { reduction }, need) {
    need(sameShape(z, y), "z = y, without broadcasting");
    return lossShape(z, reduction);
  },
  decompose({ z, y }, { reduction }) {
    const linear = subtract(maximum(0, z), multiply(z, y));
    return reduceLosses(add(linear, log1p(exp(negate(abs(z))))), reduction);
  },
  kernel({ z, y }, output, { reduction }) {
    writeLosses(output, reduction, z.data.length, (i) => {
      const logit = z.data[i]!;
      return Math.max(0, logit) - logit * y.data[i]! + Math.log1p(Math.exp(-Math.abs(logit)));
    });
  },
  vjp: {
    z: (g, { z, y }, context) =>
      apply(binaryCrossEntropyWithLogitsGradientOp, { g, z, y }, context.attributes),
    y: (g, { z }, context) => pullBack(g, negate(z), context.attributes.reduction),
  },
  samples: [
    // The decomposition has kinks at 0 that cancel only in the sum.
    {
      inputs: { z: ["N"], y: ["N"] },
      attributes: { reduction: "mean" },
      domain: { y: [0, 1] },
      smooth: ({ z }) => awayFromZero(z),
    },
    {
      inputs: { z: ["N", 1], y: ["N", 1] },
      attributes: { reduction: "sum" },
      domain: { y: [0, 1] },
      smooth: ({ z }) => awayFromZero(z),
    },
    {
      inputs: { z: ["N", 3], y: ["N", 3] },
      attributes: { reduction: "none" },
      domain: { z: [-20, 20], y: [0, 1] },
      smooth: ({ z }) => awayFromZero(z),
    },
  ],
  latex(m, { z, y }, { reduction }) {
    const [u, t] = [perElement(m, z, reduction), perElement(m, y, reduction)];
    const yes = m.multiply(t, m.log(m.sigmoid(u)));
    const no = m.multiply(m.subtract(1, t), m.log(m.subtract(1, m.sigmoid(u))));
    return writeReduced(m, m.add(yes, no), reduction, m.count(z), { sign: -1 });
  },
});

export const binaryCrossEntropyWithLogitsGradientOp = defineOp({
  name: "binaryCrossEntropyWithLogitsGradient",
  doc: { summary: "derivative of binaryCrossEntropyWithLogits by its logit: g · (sigmoid(z) - y)" },
  inputs: ["g", "z", "y"],
  attributes,
  shape({ g, z, y }, { reduction }, need) {
    need(sameShape(z, y), "z = y");
    need(sameShape(g, lossShape(z, reduction)), "g of the loss's shape");
    return z;
  },
  decompose: ({ g, z, y }, { reduction }) => pullBack(g, subtract(sigmoid(z), y), reduction),
  kernel({ g, z, y }, output, { reduction }) {
    const cotangent = lossCotangentAt(g, reduction, output.data.length);
    for (let i = 0; i < output.data.length; i++) {
      const e = Math.exp(-Math.abs(z.data[i]!));
      const probability = z.data[i]! < 0 ? e / (1 + e) : 1 / (1 + e);
      output.data[i] = cotangent(i) * (probability - y.data[i]!);
    }
  },
  samples: [
    { inputs: { g: [], z: ["N", 3], y: ["N", 3] }, attributes: { reduction: "mean" }, domain: { y: [0, 1] } },
    { inputs: { g: ["N"], z: ["N"], y: ["N"] }, attributes: { reduction: "none" }, domain: { y: [0, 1] } },
  ],
  latex: (m, { g, z, y }, { reduction }) =>
    m.multiply(writeShare(m, g, reduction, m.count(z)), m.subtract(m.sigmoid(z), y)),
});

/**
 * Cross entropy of sigmoid(z) against y, one loss an element: finite and right for any finite z, and its
 * derivative is sigmoid(z) - y.
 * @param z logits, float32 or float64, any shape
 * @param y targets from 0 to 1, of exactly that shape
 * @param options `reduction`, always stated
 * @returns a scalar ≥ 0, or with reduction "none" the shape of z
 * @throws {Refusal} shape-mismatch
 */
export function binaryCrossEntropyWithLogits(
  z: Value,
  y: Value,
  options: { readonly reduction: Reduction },
): Value {
  return apply(binaryCrossEntropyWithLogitsOp, { z, y }, options);
}
