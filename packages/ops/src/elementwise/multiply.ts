import { apply, defineOp, type Operand, type Value } from "@chainrule/core";

export const multiplyOp = defineOp({
  name: "multiply",
  doc: {
    summary: "product a · b, element by element",
    names: { onnx: "Mul", keras: "keras.ops.multiply", torch: "torch.mul" },
  },
  inputs: ["a", "b"],
  formula: (m, { a, b }) => m.multiply(a, b),
  vjp: { a: (g, { b }) => multiply(g, b), b: (g, { a }) => multiply(g, a) },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] } },
    { inputs: { a: ["N", 3], b: [3] } },
    { inputs: { a: [], b: ["N"] } },
    { inputs: { a: [2, 1], b: [1, 3] } },
  ],
});

/**
 * Product a · b, element by element (Hadamard); `matmul` is the matrix product.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns the common shape of a and b
 */
export function multiply(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(multiplyOp, { a, b });
}
