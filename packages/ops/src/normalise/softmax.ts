import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { exp } from "../elementwise/exp.js";
import { multiply } from "../elementwise/multiply.js";
import { subtract } from "../elementwise/subtract.js";
import { forEachLine } from "../layout.js";
import { max } from "../reduce/max.js";
import { sum } from "../reduce/sum.js";
import { allApart } from "../smooth.js";
import { axisAttribute, checkAxis } from "./axis.js";

export const softmaxOp = defineOp({
  name: "softmax",
  doc: {
    summary: "exponentials, scaled to add up to 1 along an axis",
    source: "Bridle, in: Neurocomputing, NATO ASI F 68 (1990) 227",
    names: { onnx: "Softmax", keras: "keras.ops.softmax", torch: "torch.softmax" },
  },
  inputs: ["x"],
  attributes: { axis: axisAttribute },
  shape: ({ x }, { axis }, need) => checkAxis(x, axis, need),
  decompose({ x }, { axis }) {
    const along = { axes: [axis], keepDims: true };
    const e = exp(subtract(x, max(x, along)));
    return divide(e, sum(e, along));
  },
  kernel({ x }, output, { axis }) {
    forEachLine(x.shape, axis, (start, end, step) => {
      let greatest = -Infinity;
      for (let i = start; i < end; i += step) greatest = Math.max(greatest, x.data[i]!);
      let total = 0;
      for (let i = start; i < end; i += step) {
        const e = Math.exp(x.data[i]! - greatest);
        output.data[i] = e;
        total += e;
      }
      for (let i = start; i < end; i += step) output.data[i]! /= total;
    });
  },
  vjp: { x: (g, _, { output, attributes }) => apply(softmaxGradientOp, { g, y: output }, attributes) },
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
  latex: (m, { x }) => m.call("softmax", [x]),
});

export const softmaxGradientOp = defineOp({
  name: "softmaxGradient",
  doc: { summary: "derivative of softmax: y · (g - Σ g · y), where y is its result" },
  inputs: ["g", "y"],
  attributes: { axis: axisAttribute },
  shape({ g, y }, { axis }, need) {
    need(sameShape(g, y), "g = y");
    return checkAxis(y, axis, need);
  },
  decompose({ g, y }, { axis }) {
    return multiply(y, subtract(g, sum(multiply(g, y), { axes: [axis], keepDims: true })));
  },
  kernel({ g, y }, output, { axis }) {
    forEachLine(y.shape, axis, (start, end, step) => {
      let mean = 0;
      for (let i = start; i < end; i += step) mean += g.data[i]! * y.data[i]!;
      for (let i = start; i < end; i += step) output.data[i] = y.data[i]! * (g.data[i]! - mean);
    });
  },
  samples: [
    { inputs: { g: ["N", 3], y: ["N", 3] } },
    { inputs: { g: [2, "N", 2], y: [2, "N", 2] }, attributes: { axis: 1 } },
  ],
  latex: (m, { g, y }, { axis }) => m.multiply(y, m.subtract(g, m.sum(m.multiply(g, y), [axis], true))),
});

/**
 * Exponentials, scaled to add up to 1 along an axis. Adding a number to all of them changes nothing, and the
 * greatest is taken off first, so that nothing overflows.
 * @param x float32 or float64, any shape of rank 1 or more
 * @param options `axis`: default the last
 * @returns probabilities, the shape of x
 * @throws {Refusal} shape-mismatch: no such axis
 * @see Bridle, in: Neurocomputing, NATO ASI F 68 (1990) 227
 */
export function softmax(x: Value, options: { readonly axis?: number } = {}): Value {
  return apply(softmaxOp, { x }, options);
}
