import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { exp } from "../elementwise/exp.js";
import { log } from "../elementwise/log.js";
import { multiply } from "../elementwise/multiply.js";
import { subtract } from "../elementwise/subtract.js";
import { forEachLine } from "../layout.js";
import { max } from "../reduce/max.js";
import { sum } from "../reduce/sum.js";
import { allApart } from "../smooth.js";
import { axisAttribute, checkAxis } from "./axis.js";

export const logSoftmaxOp = defineOp({
  name: "logSoftmax",
  doc: {
    summary: "logarithm of softmax, without its underflow",
    source: "Blanchard, Higham and Higham, IMA J. Numer. Anal. 41 (2021) 2311",
    names: { onnx: "LogSoftmax", keras: "keras.ops.log_softmax", torch: "torch.log_softmax" },
  },
  inputs: ["x"],
  attributes: { axis: axisAttribute },
  shape: ({ x }, { axis }, need) => checkAxis(x, axis, need),
  decompose({ x }, { axis }) {
    const along = { axes: [axis], keepDims: true };
    const shifted = subtract(x, max(x, along));
    return subtract(shifted, log(sum(exp(shifted), along)));
  },
  kernel({ x }, output, { axis }) {
    forEachLine(x.shape, axis, (start, end, step) => {
      let greatest = -Infinity;
      for (let i = start; i < end; i += step) greatest = Math.max(greatest, x.data[i]!);
      let total = 0;
      for (let i = start; i < end; i += step) total += Math.exp(x.data[i]! - greatest);
      const logTotal = Math.log(total);
      for (let i = start; i < end; i += step) output.data[i] = x.data[i]! - greatest - logTotal;
    });
  },
  vjp: { x: (g, _, { output, attributes }) => apply(logSoftmaxGradientOp, { g, y: output }, attributes) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [3, "N"] }, attributes: { axis: 0 } },
    { inputs: { x: [2, "N", 2] }, attributes: { axis: 1 }, domain: { x: [-4, 4] } },
    { inputs: { x: ["N", 1] } },
    // One exponential is so much greater that the others do not count, nor does its rounding.
    {
      inputs: { x: ["N", 2] },
      domain: { x: [-1e4, 1e4] },
      smooth: ({ x }) => allApart(x.map((z) => z / 2500)),
    },
  ],
  latex: (m, { x }) => m.log(m.call("softmax", [x])),
});

export const logSoftmaxGradientOp = defineOp({
  name: "logSoftmaxGradient",
  doc: { summary: "derivative of logSoftmax: g - e^y · Σ g, where y is its result" },
  inputs: ["g", "y"],
  attributes: { axis: axisAttribute },
  shape({ g, y }, { axis }, need) {
    need(sameShape(g, y), "g = y");
    return checkAxis(y, axis, need);
  },
  decompose({ g, y }, { axis }) {
    return subtract(g, multiply(exp(y), sum(g, { axes: [axis], keepDims: true })));
  },
  kernel({ g, y }, output, { axis }) {
    forEachLine(y.shape, axis, (start, end, step) => {
      let total = 0;
      for (let i = start; i < end; i += step) total += g.data[i]!;
      for (let i = start; i < end; i += step) output.data[i] = g.data[i]! - Math.exp(y.data[i]!) * total;
    });
  },
  samples: [
    { inputs: { g: ["N", 3], y: ["N", 3] } },
    { inputs: { g: [2, "N", 2], y: [2, "N", 2] }, attributes: { axis: 1 } },
  ],
  latex: (m, { g, y }, { axis }) => m.subtract(g, m.multiply(m.exp(y), m.sum(g, [axis], true))),
});

/**
 * Logarithm of softmax: x - ln Σ eˣ along an axis. The greatest is taken off first, so that it is finite and
 * right for any finite x.
 * @param x float32 or float64, any shape of rank 1 or more
 * @param options `axis`: default the last
 * @returns y ≤ 0, the shape of x
 * @throws {Refusal} shape-mismatch: no such axis
 * @see Blanchard, Higham and Higham, IMA J. Numer. Anal. 41 (2021) 2311
 */
export function logSoftmax(x: Value, options: { readonly axis?: number } = {}): Value {
  return apply(logSoftmaxOp, { x }, options);
}
