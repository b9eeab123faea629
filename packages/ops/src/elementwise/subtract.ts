import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { negate } from "./negate.js";

export const subtractOp = defineOp({
  name: "subtract",
  doc: {
    summary: "difference a - b",
    names: { onnx: "Sub", keras: "keras.ops.subtract", torch: "torch.sub" },
  },
  inputs: ["a", "b"],
  formula: (m, { a, b }) => m.subtract(a, b),
  vjp: { a: (g) => g, b: (g) => negate(g) },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] } },
    { inputs: { a: ["N", 3], b: [3] } },
    { inputs: { a: [], b: ["N"] } },
    { inputs: { a: [2, 1], b: [1, 3] } },
  ],
});

/**
 * Difference a - b, element by element.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns the common shape of a and b
 */
export function subtract(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(subtractOp, { a, b });
}
