import { apply, attribute, defineOp, type Expression, type LatexAlgebra, type Value } from "@chainrule/core";
import { abs, absGradientOp } from "../elementwise/abs.js";
import { maximum } from "../elementwise/maximum.js";
import { sqrt } from "../elementwise/sqrt.js";
import { square } from "../elementwise/square.js";
import { allApart, awayFromZero } from "../smooth.js";
import { align } from "./align.js";
import { type Axes, axesAttribute, keepDimsAttribute, reducedShape, type ReductionOptions } from "./axes.js";
import { fold } from "./fold.js";
import { max, maxGradientOp } from "./max.js";
import { sum } from "./sum.js";

const ord = attribute.choice(["fro", 2, 1, "inf"], {
  doc: '"fro" and 2, root of the sum of squares; 1, sum of magnitudes; "inf", the greatest magnitude',
  convention: true,
});
type Ord = "fro" | 2 | 1 | "inf";

export const normOp = defineOp({
  name: "norm",
  doc: {
    summary: "norm of the elements along axes, not squared; of a matrix never its operator norm",
    names: { onnx: "ReduceL2", keras: "keras.ops.norm", torch: "torch.linalg.vector_norm" },
  },
  inputs: { x: "float" },
  attributes: { ord, axes: axesAttribute, keepDims: keepDimsAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  decompose({ x }, { ord, axes, keepDims }) {
    if (ord === 1) return sum(abs(x), { axes, keepDims });
    // Of nothing the norm is 0, where the greatest element is none.
    if (ord === "inf") return maximum(0, max(abs(x), { axes, keepDims }));
    return sqrt(sum(square(x), { axes, keepDims }));
  },
  kernel({ x }, output, { ord, axes }) {
    if (ord === 1) fold(x, output, axes, 0, (total, value) => total + Math.abs(value));
    else if (ord === "inf") fold(x, output, axes, 0, (most, value) => Math.max(most, Math.abs(value)));
    else fold(x, output, axes, 0, (total, value) => total + value * value, Math.sqrt);
  },
  vjp: {
    x(g, { x }, { output, attributes: { ord, axes } }) {
      const [spread, y] = [align(g, x.shape, axes), align(output, x.shape, axes)];
      if (ord === 1) return apply(absGradientOp, { g: spread, x });
      if (ord !== "inf") return apply(normGradientOp, { g: spread, x, y });
      return apply(absGradientOp, { g: apply(maxGradientOp, { g: spread, x: abs(x), y }, { axes }), x });
    },
  },
  samples: [
    { inputs: { x: ["N", 3] }, attributes: { ord: "fro" }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N"] }, attributes: { ord: 2 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N"] }, attributes: { ord: 1 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, attributes: { ord: 2 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, "N"] }, attributes: { ord: 2 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, "N", 1] }, attributes: { ord: 1 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, 1, 2, 2] }, attributes: { ord: "fro" }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N"] }, attributes: { ord: "inf" }, domain: { x: [-9, 9] }, smooth: hasOneGreatest },
    { inputs: { x: ["N", 3] }, attributes: { ord: "inf" }, domain: { x: [-9, 9] }, smooth: hasOneGreatest },
    {
      inputs: { x: [2, 1, 2, 2] },
      attributes: { ord: "inf" },
      domain: { x: [-9, 9] },
      smooth: hasOneGreatest,
    },
    { inputs: { x: ["N", 3] }, attributes: { ord: 2, axes: [1] }, smooth: ({ x }) => awayFromZero(x) },
    {
      inputs: { x: [2, "N"] },
      attributes: { ord: 1, axes: [0], keepDims: true },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { x: ["N", 3, 2] },
      attributes: { ord: "inf", axes: [-1, 0] },
      domain: { x: [-9, 9] },
      smooth: hasOneGreatest,
    },
  ],
  latex: (m, { x }, { ord, axes, keepDims }) =>
    axes === "all" ? writeNorm(m, x, ord) : writeAlong(m, x, ord, axes, keepDims),
});

/** No magnitude is near another's, or near 0. */
function hasOneGreatest({ x }: { readonly x: readonly number[] }): boolean {
  return awayFromZero(x) && allApart(x.map(Math.abs));
}

/** ‖x‖ with its ord; of a matrix ‖x‖₁ and ‖x‖ with ∞ would be operator norms, so there it is a sum or a maximum. */
function writeNorm(m: LatexAlgebra, x: Expression, ord: Ord): Expression {
  if (ord === "fro" || ord === 2) return m.norm(x, euclidean(x));
  const isVector = x.shape === undefined || x.shape.length === 1;
  if (ord === 1) return isVector ? m.norm(x, "1") : m.sum(m.abs(x));
  return isVector ? m.norm(x, "\\infty") : m.max(m.abs(x));
}

/** Along some axes it is written out: there is no sign that says along which. */
function writeAlong(m: LatexAlgebra, x: Expression, ord: Ord, axes: Axes, keepDims: boolean): Expression {
  if (ord === 1) return m.sum(m.abs(x), axes, keepDims);
  if (ord === "inf") return m.max(m.abs(x), axes, keepDims);
  return m.sqrt(m.sum(m.power(x, 2), axes, keepDims));
}

/** The root of the sum of squares is Frobenius' norm of a matrix, and the 2-norm of a vector. */
function euclidean({ shape }: Expression): string {
  return shape?.length === 1 ? "2" : "F";
}

export const normGradientOp = defineOp({
  name: "normGradient",
  doc: { summary: "derivative of norm: g · x / y, where y is its result; 0 where that is 0" },
  inputs: ["g", "x", "y"],
  // Where y is 0 so is x: divided by 1 it stays 0, and so does every further derivative.
  formula: (m, { g, x, y }) => m.multiply(g, m.divide(x, m.select(m.equal(y, 0), 1, y))),
  latex: (m, { g, x }) => m.multiply(g, m.divide(x, m.norm(x, euclidean(x)))),
  samples: [{ inputs: { g: [], x: ["N", 3], y: [] }, domain: { y: [1.5, 3] } }],
});

/**
 * Norm of the elements along axes, by default of all, whatever the rank; not squared. Of a matrix, 1, 2 and "inf" are no
 * operator norms: for its largest singular value see {@link spectralNorm}. At x = 0 every derivative is 0; of the greatest
 * magnitude, elements that tie share it equally. The squares of "fro" and 2 overflow beyond about 1.8e19 in float32.
 * @param x float32 or float64, any shape
 * @param options `ord`, always stated: "fro" and 2 are the root of the sum of squares, with derivative x / ‖x‖; 1 the sum of
 *   magnitudes, and "inf" the greatest magnitude. `axes`, `keepDims`: as of `sum`
 * @returns ≥ 0, the shape of x without the reduced axes, or with size 1 there; 0 for no elements
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 */
export function norm(x: Value, options: ReductionOptions & { readonly ord: Ord }): Value {
  return apply(normOp, { x }, options);
}
