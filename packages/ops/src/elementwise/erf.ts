import { apply, defineOp, type Value } from "@chainrule/core";
import { gauss } from "../gauss.js";
import { multiply } from "./multiply.js";

export const erfOp = defineOp({
  name: "erf",
  doc: { summary: "error function 2/√π ∫₀ˣ e^(-t²) dt", source: "Abramowitz and Stegun, 1964, 7.1.1" },
  inputs: ["x"],
  formula: (m, { x }) => m.erf(x),
  vjp: { x: (g, { x }) => apply(erfGradientOp, { g, x }) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] }, domain: { x: [-4, 4] } }],
});

export const erfGradientOp = defineOp({
  name: "erfGradient",
  doc: { summary: "derivative of erf: g · 2/√π e^(-x²)" },
  inputs: ["g", "x"],
  formula: (m, { g, x }) => m.multiply(g, m.multiply(2 / Math.sqrt(Math.PI), gauss(m, x, 1))),
  vjp: { x: (gg, { x }, { output }) => multiply(gg, multiply(-2, multiply(x, output))) },
  latex(m, { g, x }) {
    const factor = m.divide(2, m.sqrt(m.sign("\\pi", "π")));
    return m.multiply(m.multiply(factor, g), m.exp(m.negate(m.power(x, 2))));
  },
  samples: [
    { inputs: { g: ["N", 3], x: ["N", 3] } },
    { inputs: { g: ["N"], x: ["N"] }, domain: { x: [-1.7e308, -1.2e308] }, fixed: ["x"] },
  ],
});

/**
 * The error function, element by element.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @returns -1 ≤ y ≤ 1, the shape of x
 * @see Abramowitz and Stegun, 1964, 7.1.1
 */
export function erf(x: Value): Value {
  return apply(erfOp, { x });
}
