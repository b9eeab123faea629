import { apply, attribute, defineOp, type Expression, scalarShape, type Value } from "@chainrule/core";
import { abs, absGradientOp } from "../elementwise/abs.js";
import { sqrt } from "../elementwise/sqrt.js";
import { square } from "../elementwise/square.js";
import { awayFromZero } from "../smooth.js";
import { sum } from "./sum.js";

const ord = attribute.choice(["fro", 2, 1], {
  doc: '"fro": root of the sum of squares of all elements; 2 (the same) and 1 (sum of magnitudes): vectors only',
  convention: true,
});

export const normOp = defineOp({
  name: "norm",
  doc: {
    summary: "Frobenius norm of a tensor, or 1- or 2-norm of a vector; not squared",
    names: { keras: "keras.ops.norm", torch: "torch.linalg.vector_norm" },
  },
  inputs: { x: "float" },
  attributes: { ord },
  shape(inputs, attributes, need) {
    need(
      attributes.ord === "fro" || inputs.x.length === 1,
      'x of rank 1 for ord 1 and 2, which of a matrix mean operator norms; "fro" takes any rank',
    );
    return scalarShape;
  },
  decompose: ({ x }, attributes) => (attributes.ord === 1 ? sum(abs(x)) : sqrt(sum(square(x)))),
  kernel({ x }, output, attributes) {
    let total = 0;
    if (attributes.ord === 1) for (const value of x.data) total += Math.abs(value);
    else for (const value of x.data) total += value * value;
    output.data[0] = attributes.ord === 1 ? total : Math.sqrt(total);
  },
  vjp: {
    x: (g, { x }, { output, attributes }) =>
      attributes.ord === 1 ? apply(absGradientOp, { g, x }) : apply(normGradientOp, { g, x, y: output }),
  },
  samples: [
    { inputs: { x: ["N", 3] }, attributes: { ord: "fro" }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N"] }, attributes: { ord: 2 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N"] }, attributes: { ord: 1 }, smooth: ({ x }) => awayFromZero(x) },
  ],
  latex: (m, { x }, attributes) =>
    m.norm(x, attributes.ord === "fro" ? euclidean(x) : String(attributes.ord)),
});

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
 * Norm of a tensor, not squared. The derivative is x / ‖x‖, and 0 at x = 0.
 * @param x float32 or float64; any shape for "fro", a vector for 1 and 2
 * @param options `ord`, always stated: "fro" is the root of the sum of squares of all elements
 * @returns a scalar ≥ 0; 0 for no elements
 * @throws {Refusal} shape-mismatch: ord 1 or 2 of anything but a vector
 */
export function norm(x: Value, options: { readonly ord: "fro" | 2 | 1 }): Value {
  return apply(normOp, { x }, options);
}
