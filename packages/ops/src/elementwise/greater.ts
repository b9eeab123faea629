import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";

export const greaterOp = defineOp({
  name: "greater",
  doc: {
    summary: "whether a > b",
    names: { onnx: "Greater", keras: "keras.ops.greater", torch: "torch.gt" },
  },
  inputs: ["a", "b"],
  result: "bool",
  formula: (m, { a, b }) => m.less(b, a),
  latex: (m, { a, b }) => m.greater(a, b),
  vjp: { a: null, b: null },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: [3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: ["N"], b: [] }, smooth: ({ a, b }) => apart(a, b) },
  ],
});

/**
 * Whether a > b, element by element; false where either is NaN. Its derivative is zero.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns bool, the common shape of a and b
 */
export function greater(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(greaterOp, { a, b });
}
