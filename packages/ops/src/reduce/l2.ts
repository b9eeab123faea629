import { apply, defineOp, scalarShape, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";
import { norm, normGradientOp } from "./norm.js";
import { addUp, type Penalised, penaltyAttributes, type PenaltyOptions, weighted } from "./penalty.js";

export const l2Op = defineOp({
  name: "l2",
  doc: {
    summary: "penalty weight · √Σ x², the norm and not its square",
    source: "Louppe, Deep Learning, lecture 2: Multi-layer perceptron",
  },
  inputs: { x: "float" },
  attributes: penaltyAttributes,
  shape: () => scalarShape,
  decompose: ({ x }, { weight }) => weighted(norm(x, { ord: "fro" }), weight),
  kernel({ x }, output, { weight }) {
    let total = 0;
    for (const value of x.data) total += value * value;
    output.data[0] = weight * Math.sqrt(total);
  },
  // The result is the weight times the norm, so g · weight · x / norm has the weight twice.
  vjp: {
    x: (g, { x }, { output, attributes: { weight } }) =>
      apply(normGradientOp, { g: weighted(g, weight * weight), x, y: output }),
  },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N"] }, attributes: { weight: 0.1 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, attributes: { weight: 0.5 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, 1, 2, 2] }, attributes: { weight: 2 }, smooth: ({ x }) => awayFromZero(x) },
  ],
  latex: (m, { x }, { weight }) => {
    const size = m.norm(x, x.shape?.length === 1 ? "2" : "F");
    return weight === 1 ? size : m.multiply(weight, size);
  },
});

/**
 * The penalty weight · √Σ x²: the norm of all elements, not squared. The derivative at 0 is 0.
 * @param parameters float32 or float64, any shape; of several the penalties are added up, each with a root of its own
 * @returns a scalar ≥ 0
 * @see Louppe, Deep Learning, lecture 2
 */
export function l2(parameters: Penalised, options: PenaltyOptions = {}): Value {
  return addUp(parameters, (x) => apply(l2Op, { x }, options));
}
