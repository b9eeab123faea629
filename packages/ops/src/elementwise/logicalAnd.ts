import { apply, defineOp, type Value } from "@chainrule/core";

export const logicalAndOp = defineOp({
  name: "logicalAnd",
  doc: {
    summary: "whether both a and b hold",
    names: { onnx: "And", keras: "keras.ops.logical_and", torch: "torch.logical_and" },
  },
  inputs: { a: "bool", b: "bool" },
  result: "bool",
  formula: (m, { a, b }) => m.equal(m.select(a, m.select(b, 1, 0), 0), 1),
  latex: (m, { a, b }) => m.infix("and", a, b),
  vjp: { a: null, b: null },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, fixed: ["a", "b"] },
    { inputs: { a: [3], b: ["N", 3] }, fixed: ["a", "b"] },
    { inputs: { a: ["N"], b: [] }, fixed: ["a", "b"] },
  ],
});

/**
 * Whether both a and b hold, element by element.
 * @param a bool; a and b broadcast against one another
 * @param b bool
 * @returns bool, the common shape of a and b
 */
export function logicalAnd(a: Value, b: Value): Value {
  return apply(logicalAndOp, { a, b });
}
