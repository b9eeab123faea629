import { apply, defineOp, scalarShape, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { matmul } from "./matmul.js";

export const dotOp = defineOp({
  name: "dot",
  doc: {
    summary: "inner product aᵀ b of two vectors",
    names: { keras: "keras.ops.dot", torch: "torch.dot" },
  },
  inputs: ["a", "b"],
  shape({ a, b }, _, need) {
    need(a.length === 1 && b.length === 1, "a [n] and b [n]; of more axes matmul is the product");
    need(a[0] === b[0], "a[0] = b[0]");
    return scalarShape;
  },
  multiplyAdds: ({ a }) => a,
  decompose: ({ a, b }) => matmul(a, b),
  vjp: { a: (g, { b }) => multiply(g, b), b: (g, { a }) => multiply(g, a) },
  samples: [{ inputs: { a: ["N"], b: ["N"] } }, { inputs: { a: [3], b: [3] } }],
  latex: (m, { a, b }) => m.product(a, b),
});

/**
 * Inner product of two vectors, Σ aᵢ · bᵢ: NumPy's `dot` where both have one axis. Its other cases have names of their
 * own: `matmul` for matrices, `multiply` by a number, `einsum` for the rest.
 * @param a float32 or float64, [n]
 * @param b of the dtype of a, [n]
 * @returns a scalar; of no elements 0
 * @throws {Refusal} shape-mismatch
 */
export function dot(a: Value, b: Value): Value {
  return apply(dotOp, { a, b });
}
