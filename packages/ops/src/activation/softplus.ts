import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { sigmoid } from "../elementwise/sigmoid.js";

export const softplusOp = defineOp({
  name: "softplus",
  doc: {
    summary: "smooth rectifier ln(1 + eˣ)",
    source: "Dugas et al., NIPS 2000",
    names: { onnx: "Softplus", keras: "keras.activations.softplus", torch: "torch.nn.functional.softplus" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.add(m.maximum(x, 0), m.log1p(m.exp(m.negate(m.abs(x))))),
  latex: (m, { x }) => m.log1p(m.exp(x)),
  vjp: { x: (g, { x }) => multiply(g, sigmoid(x)) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-20, 20] } },
    { inputs: { x: [] }, domain: { x: [-6, 6] } },
  ],
});

/**
 * Smooth rectifier ln(1 + eˣ), element by element.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @returns y ≥ 0, the shape of x; x itself where eˣ would overflow, and eˣ far below 0
 * @see Dugas et al., NIPS 2000
 */
export function softplus(x: Value): Value {
  return apply(softplusOp, { x });
}
