import { apply, defineOp, type Value } from "@chainrule/core";
import { divide } from "./divide.js";
import { multiply } from "./multiply.js";

export const sqrtOp = defineOp({
  name: "sqrt",
  doc: {
    summary: "square root √x",
    names: { onnx: "Sqrt", keras: "keras.ops.sqrt", torch: "torch.sqrt" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.sqrt(x),
  vjp: { x: (g, _, { output }) => divide(g, multiply(2, output)) },
  samples: [
    { inputs: { x: ["N", 3] }, domain: { x: [1, 4] } },
    { inputs: { x: [] }, domain: { x: [10, 1000] } },
  ],
});

/**
 * Square root √x, element by element. The derivative at 0 is Infinity.
 * @param x float32 or float64, any shape; NaN below 0
 * @returns y ≥ 0, the shape of x
 */
export function sqrt(x: Value): Value {
  return apply(sqrtOp, { x });
}
