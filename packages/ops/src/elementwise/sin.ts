import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "./multiply.js";
import { negate } from "./negate.js";

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

export const cosOp = defineOp({
  name: "cos",
  doc: {
    summary: "cosine of an angle in radians",
    names: { onnx: "Cos", keras: "keras.ops.cos", torch: "torch.cos" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.cos(x),
  vjp: { x: (g, { x }) => negate(multiply(g, sin(x))) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] }, domain: { x: [-20, 20] } }],
});

/**
 * Cosine of an angle in radians, element by element.
 * @param x float32 or float64, any shape; NaN for ±Infinity
 * @returns -1 ≤ y ≤ 1, the shape of x
 */
export function cos(x: Value): Value {
  return apply(cosOp, { x });
}
