import { apply, defineOp, type Value } from "@chainrule/core";
import { align } from "./align.js";
import { axesAttribute, keepDimsAttribute, reducedShape, type ReductionOptions } from "./axes.js";
import { reductionSamples } from "./samples.js";
import { total } from "../total.js";
import { fold, foldedInto } from "./fold.js";

export const sumOp = defineOp({
  name: "sum",
  doc: {
    summary: "sum along axes",
    names: { onnx: "ReduceSum", keras: "keras.ops.sum", torch: "torch.sum" },
  },
  inputs: { x: "float" },
  attributes: { axes: axesAttribute, keepDims: keepDimsAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  multiplyAdds: ({ x }) => x,
  element: (m, { x }, at, { axes }) => total(m, foldedInto(x, axes, at)),
  kernel: ({ x }, output, { axes }) => fold(x, output, axes, 0, (total, element) => total + element),
  vjp: { x: (g, { x }, { attributes }) => align(g, x.shape, attributes.axes) },
  samples: reductionSamples([-2, 2]),
  latex: (m, { x }, { axes, keepDims }) => m.sum(x, axes, keepDims),
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
