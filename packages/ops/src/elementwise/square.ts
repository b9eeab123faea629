import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "./multiply.js";

export const squareOp = defineOp({
  name: "square",
  doc: {
    summary: "square x²",
    names: { keras: "keras.ops.square", torch: "torch.square" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.multiply(x, x),
  latex: (m, { x }) => m.power(x, 2),
  vjp: { x: (g, { x }) => multiply(g, multiply(2, x)) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] } }],
});

/**
 * Square x², element by element.
 * @param x float32 or float64, any shape
 * @returns y ≥ 0, the shape of x
 */
export function square(x: Value): Value {
  return apply(squareOp, { x });
}
