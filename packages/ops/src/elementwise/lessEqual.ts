import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";

export const lessEqualOp = defineOp({
  name: "lessEqual",
  doc: {
    summary: "whether a ≤ b",
    names: { onnx: "LessOrEqual", keras: "keras.ops.less_equal", torch: "torch.le" },
  },
  inputs: ["a", "b"],
  result: "bool",
  // Of NaN the minimum is NaN, which equals nothing.
  formula: (m, { a, b }) => m.equal(m.minimum(a, b), a),
  latex: (m, { a, b }) => m.lessEqual(a, b),
  vjp: { a: null, b: null },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: [3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: ["N"], b: [] }, smooth: ({ a, b }) => apart(a, b) },
  ],
});

/**
 * Whether a ≤ b, element by element; false where either is NaN; -0 equals 0. Its derivative is zero.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns bool, the common shape of a and b
 */
export function lessEqual(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(lessEqualOp, { a, b });
}
