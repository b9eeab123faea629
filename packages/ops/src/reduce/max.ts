import { apply, defineOp, type Value } from "@chainrule/core";
import { allApart } from "../smooth.js";
import { align } from "./align.js";
import { axesAttribute, keepDimsAttribute, reducedShape, type ReductionOptions } from "./axes.js";
import { fold, foldedInto } from "./fold.js";
import { reductionSamples } from "./samples.js";
import { shareTies, tiesShape, writeShares } from "./ties.js";

export const maxOp = defineOp({
  name: "max",
  doc: {
    summary: "greatest element along axes",
    names: { onnx: "ReduceMax", keras: "keras.ops.max", torch: "torch.amax" },
  },
  inputs: { x: "float" },
  attributes: { axes: axesAttribute, keepDims: keepDimsAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  multiplyAdds: ({ x }) => x,
  element(m, { x }, at, { axes }) {
    const elements = foldedInto(x, axes, at);
    return elements.length === 0 ? m.number(-Infinity) : elements.reduce((a, b) => m.maximum(a, b));
  },
  kernel: ({ x }, output, { axes }) => fold(x, output, axes, -Infinity, Math.max),
  vjp: {
    x: (g, { x }, { output, attributes: { axes } }) =>
      apply(maxGradientOp, { g: align(g, x.shape, axes), x, y: align(output, x.shape, axes) }, { axes }),
  },
  samples: reductionSamples([-50, 50], ({ x }) => allApart(x)),
  latex: (m, { x }, { axes, keepDims }) => m.max(x, axes, keepDims),
});

export const maxGradientOp = defineOp({
  name: "maxGradient",
  doc: { summary: "derivative of max: g where x is the greatest, in equal parts where several are" },
  inputs: ["g", "x", "y"],
  attributes: { axes: axesAttribute },
  shape: (inputs, { axes }, need) => tiesShape(inputs, axes, need),
  decompose: (inputs, { axes }) => shareTies(inputs, axes),
  kernel: (inputs, output, { axes }) => writeShares(inputs, output, axes),
  vjp: { x: null, y: null },
  samples: [
    { inputs: { g: [], x: ["N", 3], y: [] }, smooth: ({ x, y }) => allApart([...x, ...y]) },
    {
      inputs: { g: [2, 1], x: [2, 3], y: [2, 1] },
      attributes: { axes: [1] },
      domain: { x: [-5, 5] },
      smooth: ({ x, y }) => allApart([...x, ...y]),
    },
    {
      inputs: { g: [], x: [1, 1, 3], y: [] },
      attributes: { axes: [0] },
      smooth: ({ x, y }) => allApart([...x, ...y]),
    },
  ],
  latex: (m, { g, x, y }) => m.multiply(g, m.indicator(m.equal(x, y))),
});

/**
 * Greatest element along axes; NaN if any is, and of nothing -Infinity. Elements that tie share the derivative
 * equally.
 * @param x float32 or float64, any shape
 * @returns the shape of x without the reduced axes, or with size 1 there (`keepDims`)
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 */
export function max(x: Value, options: ReductionOptions = {}): Value {
  return apply(maxOp, { x }, options);
}
