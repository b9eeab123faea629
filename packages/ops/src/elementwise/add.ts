import { apply, defineOp, type Operand, type Value } from "@chainrule/core";

export const addOp = defineOp({
  name: "add",
  doc: {
    summary: "sum a + b",
    names: { onnx: "Add", keras: "keras.ops.add", torch: "torch.add" },
  },
  inputs: ["a", "b"],
  formula: (m, { a, b }) => m.add(a, b),
  vjp: { a: (g) => g, b: (g) => g },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] } },
    { inputs: { a: ["N", 3], b: [3] } },
    { inputs: { a: [], b: ["N"] } },
    { inputs: { a: [2, 1], b: [1, 3] } },
  ],
});

/**
 * Sum a + b, element by element.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns the common shape of a and b
 */
export function add(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(addOp, { a, b });
}
