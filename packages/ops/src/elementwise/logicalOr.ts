import { apply, defineOp, type Value } from "@chainrule/core";

export const logicalOrOp = defineOp({
  name: "logicalOr",
  doc: {
    summary: "whether a, b or both hold",
    names: { onnx: "Or", keras: "keras.ops.logical_or", torch: "torch.logical_or" },
  },
  inputs: { a: "bool", b: "bool" },
  result: "bool",
  formula: (m, { a, b }) => m.equal(m.select(a, 1, m.select(b, 1, 0)), 1),
  latex: (m, { a, b }) => m.infix("or", a, b),
  vjp: { a: null, b: null },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, fixed: ["a", "b"] },
    { inputs: { a: [3], b: ["N", 3] }, fixed: ["a", "b"] },
    { inputs: { a: ["N"], b: [] }, fixed: ["a", "b"] },
  ],
});

/**
 * Whether a, b or both hold, element by element.
 * @param a bool; a and b broadcast against one another
 * @param b bool
 * @returns bool, the common shape of a and b
 */
export function logicalOr(a: Value, b: Value): Value {
  return apply(logicalOrOp, { a, b });
}
