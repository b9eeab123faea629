import { apply, broadcastShapes, defineOp, sameShape, type Shape, type Value } from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { equal } from "../elementwise/equal.js";
import { maximum } from "../elementwise/maximum.js";
import { multiply } from "../elementwise/multiply.js";
import { select } from "../elementwise/select.js";
import { layoutOf, offsetOf } from "../layout.js";
import { allApart } from "../smooth.js";
import { align } from "./align.js";
import {
  axesAttribute,
  frontAxes,
  keepDimsAttribute,
  keptAxes,
  reducedShape,
  type ReductionOptions,
} from "./axes.js";
import { fold, foldedInto } from "./fold.js";
import { sum } from "./sum.js";

export const maxOp = defineOp({
  name: "max",
  doc: { summary: "greatest element along axes" },
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
  samples: [
    { inputs: { x: ["N", 3] }, domain: { x: [-50, 50] }, smooth: ({ x }) => allApart(x) },
    {
      inputs: { x: ["N", 3] },
      attributes: { axes: [0] },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
    {
      inputs: { x: ["N", 3] },
      attributes: { axes: [-1], keepDims: true },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
    {
      inputs: { x: [2, 3, "N"] },
      attributes: { axes: [1] },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
  ],
  latex: (m, { x }, { axes, keepDims }) => m.max(x, axes, keepDims),
});

export const maxGradientOp = defineOp({
  name: "maxGradient",
  doc: { summary: "derivative of max: g where x is the greatest, in equal parts where several are" },
  inputs: ["g", "x", "y"],
  attributes: { axes: axesAttribute },
  shape({ g, x, y }, { axes }, need) {
    need(sameShape(broadcastShapes(g, x) ?? [], x), "g broadcasts to x");
    need(sameShape(y, g), "y = g");
    const kept = reducedShape(x, axes, true, need);
    need(sameShape(withoutLeadingOnes(y), withoutLeadingOnes(kept)), "y of x, with size 1 along axes");
    return x;
  },
  decompose({ g, x, y }, { axes }) {
    const isGreatest = select(equal(x, y), 1, 0);
    const ties = maximum(1, sum(isGreatest, { axes, keepDims: true }));
    return multiply(isGreatest, divide(g, ties));
  },
  kernel({ g, x, y }, output, { axes }) {
    const kept = layoutOf(x.shape, keptAxes(axes, x.shape.length));
    const reduced = layoutOf(x.shape, frontAxes(axes, x.shape.length));
    for (let i = 0; i < kept.count; i++) {
      const start = offsetOf(kept, i);
      let ties = 0;
      for (let j = 0; j < reduced.count; j++) if (x.data[start + offsetOf(reduced, j)] === y.data[i]) ties++;
      for (let j = 0; j < reduced.count; j++) {
        const k = start + offsetOf(reduced, j);
        output.data[k] = x.data[k] === y.data[i] ? g.data[i]! / ties : 0;
      }
    }
  },
  vjp: { x: null, y: null },
  samples: [
    { inputs: { g: [], x: ["N", 3], y: [] }, smooth: ({ x, y }) => allApart([...x, ...y]) },
    {
      inputs: { g: [2, 1], x: [2, 3], y: [2, 1] },
      attributes: { axes: [1] },
      domain: { x: [-5, 5] },
      smooth: ({ x, y }) => allApart([...x, ...y]),
    },
  ],
  latex: (m, { g, x, y }) => m.multiply(g, m.indicator(m.equal(x, y))),
});

function withoutLeadingOnes(shape: Shape): Shape {
  const first = shape.findIndex((dim) => dim !== 1);
  return first === -1 ? [] : shape.slice(first);
}

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
