import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";

export const notEqualOp = defineOp({
  name: "notEqual",
  doc: {
    summary: "whether a ≠ b",
    names: { keras: "keras.ops.not_equal", torch: "torch.ne" },
  },
  inputs: ["a", "b"],
  result: "bool",
  formula: (m, { a, b }) => m.equal(m.select(m.equal(a, b), 1, 0), 0),
  latex: (m, { a, b }) => m.notEqual(a, b),
  vjp: { a: null, b: null },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: [3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: ["N"], b: [] }, smooth: ({ a, b }) => apart(a, b) },
  ],
});

/**
 * Whether a ≠ b, element by element: the contrary of `equal`, so true where either is NaN; -0 equals 0. Its derivative is
 * zero.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns bool, the common shape of a and b
 */
export function notEqual(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(notEqualOp, { a, b });
}
