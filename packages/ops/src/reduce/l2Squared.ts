import { apply, defineOp, scalarShape, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { addUp, type Penalised, penaltyAttributes, type PenaltyOptions, weighted } from "./penalty.js";
import { sumSquares } from "./sumSquares.js";

export const l2SquaredOp = defineOp({
  name: "l2Squared",
  doc: {
    summary: "penalty weight · Σ x², without a factor ½",
    source: "Hoerl, Kennard, Technometrics 12 (1970) 55",
    names: { keras: "keras.regularizers.L2" },
  },
  inputs: { x: "float" },
  attributes: penaltyAttributes,
  shape: () => scalarShape,
  decompose: ({ x }, { weight }) => weighted(sumSquares(x), weight),
  kernel({ x }, output, { weight }) {
    let total = 0;
    for (const value of x.data) total += value * value;
    output.data[0] = weight * total;
  },
  vjp: { x: (g, { x }, { attributes: { weight } }) => multiply(g, multiply(2 * weight, x)) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: ["N"] }, attributes: { weight: 0.1 } },
    { inputs: { x: [] }, attributes: { weight: 0.5 } },
    { inputs: { x: [2, 1, 2, 2] }, attributes: { weight: 2 } },
  ],
  latex: (m, { x }, { weight }) => {
    const sum = m.sum(m.power(m.element(x), 2));
    return weight === 1 ? sum : m.multiply(weight, sum);
  },
});

/**
 * The penalty weight · Σ x², without a factor ½: its derivative is 2 · weight · x.
 * @param parameters float32 or float64, any shape; of several the penalties are added up
 * @returns a scalar ≥ 0
 * @see Hoerl, Kennard, Technometrics 12 (1970) 55
 */
export function l2Squared(parameters: Penalised, options: PenaltyOptions = {}): Value {
  return addUp(parameters, (x) => apply(l2SquaredOp, { x }, options));
}
