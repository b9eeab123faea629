import { apply, defineOp, type Value } from "@chainrule/core";
import { layoutOf, offsetOf } from "../layout.js";
import { align } from "./align.js";
import { axesAttribute, frontAxes, keepDimsAttribute, keptAxes, reducedShape, type ReductionOptions } from "./axes.js";

export const sumOp = defineOp({
  name: "sum",
  doc: { summary: "sum along axes" },
  inputs: { x: "float" },
  attributes: { axes: axesAttribute, keepDims: keepDimsAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  kernel({ x }, output, { axes }) {
    const kept = layoutOf(x.shape, keptAxes(axes, x.shape.length));
    const reduced = layoutOf(x.shape, frontAxes(axes, x.shape.length));
    for (let i = 0; i < kept.count; i++) {
      const start = offsetOf(kept, i);
      let total = 0;
      for (let j = 0; j < reduced.count; j++) total += x.data[start + offsetOf(reduced, j)]!;
      output.data[i] = total;
    }
  },
  vjp: { x: (g, { x }, { attributes }) => align(g, x.shape, attributes.axes) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: ["N", 3] }, attributes: { axes: [0] } },
    { inputs: { x: ["N", 3] }, attributes: { axes: [-1], keepDims: true } },
    { inputs: { x: [2, 3, "N"] }, attributes: { axes: [1] } },
    { inputs: { x: [2, 3] }, attributes: { axes: [] } },
    { inputs: { x: [] } },
  ],
  latex: ({ x }, { axes }) => `\\sum${axes === "all" ? "" : `_{${axes.join(",")}}`} ${x}`,
});

/**
 * Sum along axes; of nothing it is 0.
 * @param x float32 or float64, any shape
 * @returns the shape of x without the reduced axes, or with size 1 there (`keepDims`)
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 */
export function sum(x: Value, options: ReductionOptions = {}): Value {
  return apply(sumOp, { x }, options);
}
