import { apply, defineOp, type Value } from "@chainrule/core";

export const sigmoidOp = defineOp({
  name: "sigmoid",
  doc: {
    summary: "logistic function 1 / (1 + e⁻ˣ)",
    source: "Cox, J. R. Stat. Soc. B 20 (1958) 215",
    names: { onnx: "Sigmoid", keras: "keras.ops.sigmoid", torch: "torch.sigmoid" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.sigmoid(x),
  vjp: { x: (g, _, { output }) => apply(sigmoidGradientOp, { g, y: output }) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] }, domain: { x: [-9, 9] } }],
});

export const sigmoidGradientOp = defineOp({
  name: "sigmoidGradient",
  doc: { summary: "derivative of sigmoid: g · y · (1 - y), where y is its result" },
  inputs: ["g", "y"],
  formula: (m, { g, y }) => m.multiply(g, m.multiply(y, m.subtract(1, y))),
  samples: [{ inputs: { g: ["N", 3], y: ["N", 3] }, domain: { y: [0, 1] } }],
});

/**
 * Logistic function 1 / (1 + e⁻ˣ), element by element.
 * @param x float32 or float64, any shape; neither end overflows
 * @returns 0 ≤ y ≤ 1, the shape of x
 * @see Cox, J. R. Stat. Soc. B 20 (1958) 215
 */
export function sigmoid(x: Value): Value {
  return apply(sigmoidOp, { x });
}
