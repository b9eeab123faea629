import { apply, defineOp, type Value } from "@chainrule/core";

export const logicalXorOp = defineOp({
  name: "logicalXor",
  doc: {
    summary: "whether one of a and b holds, and not both",
    names: { onnx: "Xor", keras: "keras.ops.logical_xor", torch: "torch.logical_xor" },
  },
  inputs: { a: "bool", b: "bool" },
  result: "bool",
  formula: (m, { a, b }) => m.equal(m.select(a, m.select(b, 0, 1), m.select(b, 1, 0)), 1),
  latex: (m, { a, b }) => m.infix("xor", a, b),
  vjp: { a: null, b: null },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, fixed: ["a", "b"] },
    { inputs: { a: [3], b: ["N", 3] }, fixed: ["a", "b"] },
    { inputs: { a: ["N"], b: [] }, fixed: ["a", "b"] },
  ],
});

/**
 * Whether one of a and b holds and not both, element by element.
 * @param a bool; a and b broadcast against one another
 * @param b bool
 * @returns bool, the common shape of a and b
 */
export function logicalXor(a: Value, b: Value): Value {
  return apply(logicalXorOp, { a, b });
}
