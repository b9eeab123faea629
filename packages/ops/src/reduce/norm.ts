import {
  apply,
  attribute,
  defineOp,
  type Expression,
  type LatexAlgebra,
  scalarShape,
  type Value,
} from "@chainrule/core";
import { abs, absGradientOp } from "../elementwise/abs.js";
import { maximum } from "../elementwise/maximum.js";
import { sqrt } from "../elementwise/sqrt.js";
import { square } from "../elementwise/square.js";
import { allApart, awayFromZero } from "../smooth.js";
import { max, maxGradientOp } from "./max.js";
import { sum } from "./sum.js";

const ord = attribute.choice(["fro", 2, 1, "inf"], {
  doc: 'over all elements: "fro" and 2, root of the sum of squares; 1, sum of magnitudes; "inf", the greatest magnitude',
  convention: true,
});
type Ord = "fro" | 2 | 1 | "inf";

export const normOp = defineOp({
  name: "norm",
  doc: {
    summary: "norm of all elements of a tensor, not squared; of a matrix never its operator norm",
    names: { onnx: "ReduceL2", keras: "keras.ops.norm", torch: "torch.linalg.vector_norm" },
  },
  inputs: { x: "float" },
  attributes: { ord },
  shape: () => scalarShape,
  decompose({ x }, attributes) {
    if (attributes.ord === 1) return sum(abs(x));
    // Of nothing the norm is 0, where the greatest element is none.
    if (attributes.ord === "inf") return maximum(0, max(abs(x)));
    return sqrt(sum(square(x)));
  },
  kernel({ x }, output, attributes) {
    let total = 0;
    if (attributes.ord === 1) for (const value of x.data) total += Math.abs(value);
    else if (attributes.ord === "inf") for (const value of x.data) total = Math.max(total, Math.abs(value));
    else for (const value of x.data) total += value * value;
    output.data[0] = attributes.ord === 1 || attributes.ord === "inf" ? total : Math.sqrt(total);
  },
  vjp: {
    x(g, { x }, { output, attributes }) {
      if (attributes.ord === 1) return apply(absGradientOp, { g, x });
      if (attributes.ord !== "inf") return apply(normGradientOp, { g, x, y: output });
      return apply(absGradientOp, { g: apply(maxGradientOp, { g, x: abs(x), y: output }), x });
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
  ],
  latex: (m, { x }, attributes) => writeNorm(m, x, attributes.ord),
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
 * Norm of all elements of a tensor, whatever its rank; not squared. Of a matrix, 1, 2 and "inf" are no operator norms: for
 * its largest singular value see {@link spectralNorm}. At x = 0 every derivative is 0; of the greatest magnitude, elements
 * that tie share it equally. The squares of "fro" and 2 overflow beyond about 1.8e19 in float32.
 * @param x float32 or float64, any shape
 * @param options `ord`, always stated: "fro" and 2 are the root of the sum of squares, with derivative x / ‖x‖; 1 the sum of
 *   magnitudes, and "inf" the greatest magnitude
 * @returns a scalar ≥ 0; 0 for no elements
 */
export function norm(x: Value, options: { readonly ord: Ord }): Value {
  return apply(normOp, { x }, options);
}
