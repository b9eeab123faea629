import { apply, defineOp, type Value } from "@chainrule/core";
import { cos } from "./cos.js";
import { multiply } from "./multiply.js";

export const sinOp = defineOp({
  name: "sin",
  doc: {
    summary: "sine of an angle in radians",
    names: { onnx: "Sin", keras: "keras.ops.sin", torch: "torch.sin" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.sin(x),
  vjp: { x: (g, { x }) => multiply(g, cos(x)) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] }, domain: { x: [-20, 20] } }],
});

/**
 * Sine of an angle in radians, element by element.
 * @param x float32 or float64, any shape; NaN for ±Infinity
 * @returns -1 ≤ y ≤ 1, the shape of x
 */
export function sin(x: Value): Value {
  return apply(sinOp, { x });
}
