import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { abs } from "../elementwise/abs.js";
import { add } from "../elementwise/add.js";
import { equal } from "../elementwise/equal.js";
import { exp } from "../elementwise/exp.js";
import { log1p } from "../elementwise/log1p.js";
import { multiply } from "../elementwise/multiply.js";
import { select } from "../elementwise/select.js";
import { subtract } from "../elementwise/subtract.js";
import { reshape } from "../movement/reshape.js";
import { align } from "./align.js";
import { axesAttribute, keepDimsAttribute, reducedShape, type ReductionOptions } from "./axes.js";
import { forEachFolded } from "./fold.js";
import { max } from "./max.js";
import { reductionSamples } from "./samples.js";
import { sum } from "./sum.js";

export const logSumExpOp = defineOp({
  name: "logSumExp",
  doc: {
    summary: "logarithm of the sum of exponentials along axes: a smooth max",
    source: "Blanchard, Higham, Higham, IMA Journal of Numerical Analysis 41 (2021) 2311",
    names: { onnx: "ReduceLogSumExp", keras: "keras.ops.logsumexp", torch: "torch.logsumexp" },
  },
  inputs: { x: "float" },
  attributes: { axes: axesAttribute, keepDims: keepDimsAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  // Those that are the greatest are counted, not summed: where there is one, ln(1 + the others) keeps what they are.
  decompose({ x }, { axes, keepDims }) {
    const along = { axes, keepDims: true };
    const greatest = max(x, along);
    const isGreatest = equal(x, greatest);
    const others = sum(select(isGreatest, 0, exp(subtract(x, greatest))), along);
    const ties = sum(select(isGreatest, 1, 0), along);
    const whole = add(greatest, log1p(add(subtract(ties, 1), others)));
    const shape = reducedShape(x.shape, axes, keepDims, () => {});
    return sameShape(shape, whole.shape) ? whole : reshape(whole, shape);
  },
  kernel({ x }, output, { axes }) {
    let to = 0;
    forEachFolded(x.shape, axes, (start, offsets) => {
      let greatest = -Infinity;
      for (const offset of offsets) greatest = Math.max(greatest, x.data[start + offset]!);
      let [others, ties] = [0, 0];
      for (const offset of offsets) {
        const element = x.data[start + offset]!;
        if (element === greatest) ties++;
        else others += Math.exp(element - greatest);
      }
      output.data[to++] = greatest + Math.log1p(ties - 1 + others);
    });
  },
  vjp: {
    x: (g, { x }, { output, attributes: { axes } }) =>
      apply(logSumExpGradientOp, { g, x, y: output }, { axes }),
  },
  samples: reductionSamples([-2, 2]),
  latex: (m, { x }, { axes, keepDims }) => m.log(m.sum(m.exp(x), axes, keepDims)),
});

export const logSumExpGradientOp = defineOp({
  name: "logSumExpGradient",
  doc: { summary: "derivative of logSumExp: g · e^(x - y), where y is its result; 0 where that is infinite" },
  inputs: ["g", "x", "y"],
  attributes: { axes: axesAttribute },
  shape({ g, x, y }, { axes }, need) {
    need(sameShape(g, y), "g = y");
    const isReduced = [false, true].some((keepDims) => sameShape(y, reducedShape(x, axes, keepDims, need)));
    need(isReduced, "y of the shape that logSumExp makes of x");
    return x;
  },
  decompose({ g, x, y }, { axes }) {
    const whole = align(y, x.shape, axes);
    // Only an infinite number is its own double, 0 apart.
    const beyondZero = add(1, abs(whole));
    const isInfinite = equal(beyondZero, multiply(2, beyondZero));
    return multiply(align(g, x.shape, axes), select(isInfinite, 0, exp(subtract(x, whole))));
  },
  kernel({ g, x, y }, output, { axes }) {
    let from = 0;
    forEachFolded(x.shape, axes, (start, offsets) => {
      const [cotangent, whole] = [g.data[from]!, y.data[from]!];
      from++;
      for (const offset of offsets) {
        const share = Math.abs(whole) === Infinity ? 0 : Math.exp(x.data[start + offset]! - whole);
        output.data[start + offset] = cotangent * share;
      }
    });
  },
  samples: [
    { inputs: { g: [], x: ["N", 3], y: [] } },
    { inputs: { g: [], x: ["N"], y: [] }, domain: { y: [-1, -1] } },
    { inputs: { g: [2], x: [2, "N"], y: [2] }, attributes: { axes: [1] }, domain: { y: [-1, -1] } },
    {
      inputs: { g: [], x: ["N"], y: [] },
      domain: { x: [1, Infinity], y: [1, Infinity] },
      fixed: ["x", "y"],
    },
    {
      inputs: { g: [2], x: [2, "N"], y: [2] },
      attributes: { axes: [1] },
      domain: { x: [1, Infinity], y: [1, Infinity] },
      fixed: ["x", "y"],
    },
    { inputs: { g: [2, 1], x: [2, 3], y: [2, 1] }, attributes: { axes: [1] } },
    { inputs: { g: ["N", 2], x: ["N", 3, 2], y: ["N", 2] }, attributes: { axes: [-2] } },
  ],
  latex: (m, { g, x, y }) => m.multiply(g, m.exp(m.subtract(x, y))),
});

/**
 * ln Σ eˣ along axes. The greatest element is taken off first, so that nothing overflows. Of nothing, and of elements that
 * are all -Infinity, it is -Infinity; with a greatest element of Infinity it is Infinity; NaN if any is. The derivative is
 * the softmax, and 0 where the result is infinite.
 * @param x float32 or float64, any shape
 * @returns the shape of x without the reduced axes, or with size 1 there (`keepDims`)
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 * @see Blanchard, Higham, Higham, IMA Journal of Numerical Analysis 41 (2021) 2311
 */
export function logSumExp(x: Value, options: ReductionOptions = {}): Value {
  return apply(logSumExpOp, { x }, options);
}
