import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { square } from "../elementwise/square.js";
import { align } from "./align.js";
import { axesAttribute, keepDimsAttribute, reducedShape, type ReductionOptions } from "./axes.js";
import { fold } from "./fold.js";
import { reductionSamples } from "./samples.js";
import { sum } from "./sum.js";

export const sumSquaresOp = defineOp({
  name: "sumSquares",
  doc: { summary: "sum of squares along axes", names: { onnx: "ReduceSumSquare" } },
  inputs: { x: "float" },
  attributes: { axes: axesAttribute, keepDims: keepDimsAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  decompose: ({ x }, { axes, keepDims }) => sum(square(x), { axes, keepDims }),
  kernel: ({ x }, output, { axes }) =>
    fold(x, output, axes, 0, (total, element) => total + element * element),
  vjp: {
    x: (g, { x }, { attributes: { axes } }) => multiply(align(g, x.shape, axes), multiply(2, x)),
  },
  samples: reductionSamples([-2, 2]),
  latex: (m, { x }, { axes, keepDims }) => m.sum(m.power(x, 2), axes, keepDims),
});

/**
 * Sum of squares along axes; of nothing it is 0. Of all elements it is the square of {@link norm} with `ord` "fro".
 * @param x float32 or float64, any shape
 * @returns the shape of x without the reduced axes, or with size 1 there (`keepDims`)
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 */
export function sumSquares(x: Value, options: ReductionOptions = {}): Value {
  return apply(sumSquaresOp, { x }, options);
}
