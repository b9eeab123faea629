import { apply, attribute, defineOp, sameShape, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { divide } from "../elementwise/divide.js";
import { log } from "../elementwise/log.js";
import { multiply } from "../elementwise/multiply.js";
import { subtract } from "../elementwise/subtract.js";
import {
  lossShape,
  pullBack,
  reduceLosses,
  type Reduction,
  reductionAttribute,
  writeLosses,
} from "./reduction.js";
import { perElement, writeReduced } from "./written.js";

/** ½ ln 2π: what the density's normalisation adds to every loss. */
const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** ½ a b, halved first: the product itself might overflow. */
function halfProduct(a: Value, b: Value): Value {
  return multiply(multiply(0.5, a), b);
}

export const gaussianNegativeLogLikelihoodOp = defineOp({
  name: "gaussianNegativeLogLikelihood",
  doc: {
    summary: "minus the log density of a normal distribution: ½ (ln v + (prediction - target)² / v)",
    source: "Nix and Weigend, Proc. IEEE ICNN (1994) 55",
    names: { torch: "torch.nn.functional.gaussian_nll_loss" },
  },
  inputs: ["prediction", "target", "variance"],
  attributes: {
    full: attribute.boolean({ doc: "whether the constant ½ ln 2π is added", default: false }),
    reduction: reductionAttribute,
  },
  shape({ prediction, target, variance }, { reduction }, need) {
    need(sameShape(prediction, target), "prediction = target, without broadcasting");
    need(variance.length === 0 || sameShape(variance, prediction), "variance = prediction, or a scalar");
    return lossShape(prediction, reduction);
  },
  decompose({ prediction, target, variance }, { full, reduction }) {
    const error = subtract(prediction, target);
    const losses = add(multiply(0.5, log(variance)), halfProduct(error, divide(error, variance)));
    return reduceLosses(full ? add(losses, halfLogTwoPi) : losses, reduction);
  },
  kernel({ prediction, target, variance }, output, { full, reduction }) {
    const isOne = variance.shape.length === 0;
    writeLosses(output, reduction, prediction.data.length, (i) => {
      const error = prediction.data[i]! - target.data[i]!;
      const v = variance.data[isOne ? 0 : i]!;
      return 0.5 * Math.log(v) + 0.5 * error * (error / v) + (full ? halfLogTwoPi : 0);
    });
  },
  vjp: {
    prediction: (g, { prediction, target, variance }, { attributes: { reduction } }) =>
      pullBack(g, divide(subtract(prediction, target), variance), reduction),
    target: (g, { prediction, target, variance }, { attributes: { reduction } }) =>
      pullBack(g, divide(subtract(target, prediction), variance), reduction),
    variance(g, { prediction, target, variance }, { attributes: { reduction } }) {
      const share = divide(subtract(prediction, target), variance);
      return pullBack(g, subtract(divide(0.5, variance), halfProduct(share, share)), reduction);
    },
  },
  samples: [
    {
      inputs: { prediction: ["N", 3], target: ["N", 3], variance: ["N", 3] },
      attributes: { full: false, reduction: "mean" },
      domain: { variance: [0.5, 2] },
    },
    {
      inputs: { prediction: ["N"], target: ["N"], variance: [] },
      attributes: { full: true, reduction: "sum" },
      domain: { variance: [0.5, 2] },
    },
    {
      inputs: { prediction: ["N", 1, 2], target: ["N", 1, 2], variance: ["N", 1, 2] },
      attributes: { full: true, reduction: "none" },
      domain: { variance: [0.5, 2] },
    },
    {
      inputs: { prediction: ["N", 2], target: ["N", 2], variance: [] },
      attributes: { full: false, reduction: "none" },
      domain: { variance: [0.5, 2] },
    },
  ],
  latex(m, { prediction, target, variance }, { full, reduction }) {
    const [f, y, v] = [prediction, target, variance].map((x) => perElement(m, x, reduction)) as [
      typeof prediction,
      typeof target,
      typeof variance,
    ];
    const scale = full ? m.multiply(m.multiply(2, m.sign("\\pi", "π")), v) : v;
    const losses = m.add(m.log(scale), m.divide(m.power(m.subtract(f, y), 2), v));
    return reduction === "none"
      ? m.multiply(m.divide(1, 2), losses)
      : writeReduced(m, losses, reduction, m.count(prediction), { isHalf: true });
  },
});

/**
 * Minus the log density of the target under a normal distribution, one loss an element:
 * ½ (ln v + (prediction - target)² / v), and with `full` ½ ln 2π more. For a variance that is fixed it is the squared error
 * over 2 v, up to a constant. It falls without bound where the error is 0 and v goes to 0; v = 0 itself makes it
 * -Infinity or NaN, and v < 0 NaN, so hand in what is positive by construction: an exponential, or a softplus and a bit.
 * @param prediction float32 or float64, any shape: the mean
 * @param target of exactly that shape
 * @param variance v > 0: of that shape too, or a scalar
 * @param options `reduction`, always stated; `full`: default false
 * @returns a scalar, or with reduction "none" the shape of prediction
 * @throws {Refusal} shape-mismatch
 * @see Nix and Weigend, Proc. IEEE ICNN (1994) 55
 */
export function gaussianNegativeLogLikelihood(
  prediction: Value,
  target: Value,
  variance: Value,
  options: { readonly reduction: Reduction; readonly full?: boolean },
): Value {
  return apply(gaussianNegativeLogLikelihoodOp, { prediction, target, variance }, options);
}
