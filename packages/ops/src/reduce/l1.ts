import { apply, defineOp, scalarShape, type Value } from "@chainrule/core";
import { absGradientOp } from "../elementwise/abs.js";
import { awayFromZero } from "../smooth.js";
import { norm } from "./norm.js";
import { addUp, type Penalised, penaltyAttributes, type PenaltyOptions, weighted } from "./penalty.js";

export const l1Op = defineOp({
  name: "l1",
  doc: {
    summary: "penalty weight · Σ |x|",
    source: "Tibshirani, Journal of the Royal Statistical Society B 58 (1996) 267",
    names: { keras: "keras.regularizers.L1" },
  },
  inputs: { x: "float" },
  attributes: penaltyAttributes,
  shape: () => scalarShape,
  decompose: ({ x }, { weight }) => weighted(norm(x, { ord: 1 }), weight),
  kernel({ x }, output, { weight }) {
    let total = 0;
    for (const value of x.data) total += Math.abs(value);
    output.data[0] = weight * total;
  },
  vjp: { x: (g, { x }, { attributes: { weight } }) => apply(absGradientOp, { g: weighted(g, weight), x }) },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N"] }, attributes: { weight: 0.1 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, attributes: { weight: 0.5 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, 1, 2, 2] }, attributes: { weight: 2 }, smooth: ({ x }) => awayFromZero(x) },
  ],
  latex: (m, { x }, { weight }) => {
    const sum = m.sum(m.abs(m.element(x)));
    return weight === 1 ? sum : m.multiply(weight, sum);
  },
});

/**
 * The penalty weight · Σ |x|, which draws parameters to exactly 0. The derivative at 0 is 0.
 * @param parameters float32 or float64, any shape; of several the penalties are added up
 * @returns a scalar ≥ 0
 * @see Tibshirani, Journal of the Royal Statistical Society B 58 (1996) 267
 */
export function l1(parameters: Penalised, options: PenaltyOptions = {}): Value {
  return addUp(parameters, (x) => apply(l1Op, { x }, options));
}
