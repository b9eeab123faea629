import { apply, defineOp, type Value } from "@chainrule/core";
import { gauss } from "../gauss.js";
import { multiply } from "./multiply.js";
import { negate } from "./negate.js";

export const normalCdfOp = defineOp({
  name: "normalCdf",
  doc: {
    summary: "how likely a standard normal number is below x: Φ(x) = (1 + erf(x / √2)) / 2",
    source: "Abramowitz and Stegun, 1964, 26.2.2",
  },
  inputs: ["x"],
  formula: (m, { x }) => m.normalCdf(x),
  vjp: { x: (g, { x }) => apply(normalDensityOp, { g, x }) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] }, domain: { x: [-6, 6] } }],
});

export const normalDensityOp = defineOp({
  name: "normalDensity",
  doc: { summary: "derivative of normalCdf: g · φ(x), φ(x) = e^(-x²/2) / √(2π)" },
  inputs: ["g", "x"],
  formula: (m, { g, x }) => m.multiply(g, m.multiply(1 / Math.sqrt(2 * Math.PI), gauss(m, x, 0.5))),
  vjp: { x: (gg, { x }, { output }) => negate(multiply(gg, multiply(x, output))) },
  latex(m, { g, x }) {
    const root = m.sqrt(m.multiply(2, m.sign("\\pi", "π")));
    return m.multiply(g, m.divide(m.exp(m.negate(m.divide(m.power(x, 2), 2))), root));
  },
  samples: [
    { inputs: { g: ["N", 3], x: ["N", 3] } },
    { inputs: { g: ["N"], x: ["N"] }, domain: { x: [-1.7e308, -1.2e308] }, fixed: ["x"] },
  ],
});

/**
 * The standard normal distribution function Φ, element by element; accurate on the far left, where 1 + erf is not.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @returns 0 ≤ y ≤ 1, the shape of x
 * @see Abramowitz and Stegun, 1964, 26.2.2
 */
export function normalCdf(x: Value): Value {
  return apply(normalCdfOp, { x });
}
