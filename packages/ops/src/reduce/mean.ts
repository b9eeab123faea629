import { apply, defineOp, type Value } from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { align } from "./align.js";
import { axesAttribute, keepDimsAttribute, reducedShape, type ReductionOptions } from "./axes.js";
import { fold } from "./fold.js";
import { reductionSamples } from "./samples.js";
import { size } from "./size.js";
import { sum } from "./sum.js";

export const meanOp = defineOp({
  name: "mean",
  doc: {
    summary: "mean along axes",
    names: { onnx: "ReduceMean", keras: "keras.ops.mean", torch: "torch.mean" },
  },
  inputs: { x: "float" },
  attributes: { axes: axesAttribute, keepDims: keepDimsAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  decompose: ({ x }, { axes, keepDims }) => divide(sum(x, { axes, keepDims }), size(x, { axes })),
  kernel({ x }, output, { axes }) {
    const add = (total: number, element: number): number => total + element;
    fold(x, output, axes, 0, add, (total, count) => total / count);
  },
  vjp: {
    x: (g, { x }, { attributes: { axes } }) => align(divide(g, size(x, { axes })), x.shape, axes),
  },
  samples: reductionSamples([-2, 2]),
  latex(m, { x }, { axes, keepDims }) {
    return m.multiply(m.divide(1, m.count(x, axes)), m.sum(x, axes, keepDims));
  },
});

/**
 * Mean along axes; of nothing it is NaN.
 * @param x float32 or float64, any shape
 * @returns the shape of x without the reduced axes, or with size 1 there (`keepDims`)
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 */
export function mean(x: Value, options: ReductionOptions = {}): Value {
  return apply(meanOp, { x }, options);
}
