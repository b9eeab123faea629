import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";

export const greaterEqualOp = defineOp({
  name: "greaterEqual",
  doc: {
    summary: "whether a ≥ b",
    names: { onnx: "GreaterOrEqual", keras: "keras.ops.greater_equal", torch: "torch.ge" },
  },
  inputs: ["a", "b"],
  result: "bool",
  // Of NaN the maximum is NaN, which equals nothing.
  formula: (m, { a, b }) => m.equal(m.maximum(a, b), a),
  latex: (m, { a, b }) => m.greaterEqual(a, b),
  vjp: { a: null, b: null },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: [3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: ["N"], b: [] }, smooth: ({ a, b }) => apart(a, b) },
  ],
});

/**
 * Whether a ≥ b, element by element; false where either is NaN; -0 equals 0. Its derivative is zero.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns bool, the common shape of a and b
 */
export function greaterEqual(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(greaterEqualOp, { a, b });
}
