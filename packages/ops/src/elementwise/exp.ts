import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "./multiply.js";

export const expOp = defineOp({
  name: "exp",
  doc: {
    summary: "exponential eˣ",
    names: { onnx: "Exp", keras: "keras.ops.exp", torch: "torch.exp" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.exp(x),
  vjp: { x: (g, _, { output }) => multiply(g, output) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] }, domain: { x: [-20, 3] } }],
});

/**
 * Exponential eˣ, element by element.
 * @param x float32 or float64, any shape
 * @returns y ≥ 0, the shape of x; Infinity above x = 709 (float64) or 88 (float32)
 */
export function exp(x: Value): Value {
  return apply(expOp, { x });
}
