import { apply, defineOp, type Value } from "@chainrule/core";

export const logicalNotOp = defineOp({
  name: "logicalNot",
  doc: {
    summary: "whether a does not hold",
    names: { onnx: "Not", keras: "keras.ops.logical_not", torch: "torch.logical_not" },
  },
  inputs: { a: "bool" },
  result: "bool",
  formula: (m, { a }) => m.equal(m.select(a, 1, 0), 0),
  latex: (m, { a }) => m.call("not", [a]),
  vjp: { a: null },
  samples: [
    { inputs: { a: ["N", 3] }, fixed: ["a"] },
    { inputs: { a: [] }, fixed: ["a"] },
  ],
});

/**
 * Whether a does not hold, element by element.
 * @param a bool, any shape
 * @returns bool, the shape of a
 */
export function logicalNot(a: Value): Value {
  return apply(logicalNotOp, { a });
}
