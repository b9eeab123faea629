import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { reshape } from "../movement/reshape.js";

export const outerOp = defineOp({
  name: "outer",
  doc: {
    summary: "outer product a bᵀ of two vectors",
    names: { keras: "keras.ops.outer", torch: "torch.outer" },
  },
  inputs: ["a", "b"],
  shape({ a, b }, _, need) {
    need(a.length === 1 && b.length === 1, "a [n] and b [m]");
    return [a[0]!, b[0]!];
  },
  decompose: ({ a, b }) => multiply(reshape(a, [a.shape[0]!, 1]), b),
  kernel({ a, b }, output) {
    const columns = b.data.length;
    for (let i = 0; i < a.data.length; i++) {
      for (let j = 0; j < columns; j++) output.data[i * columns + j] = a.data[i]! * b.data[j]!;
    }
  },
  samples: [{ inputs: { a: ["N"], b: [3] } }, { inputs: { a: [2], b: ["N"] } }],
  latex: (m, { a, b }) => m.outer(a, b),
});

/**
 * Outer product of two vectors: element (i, j) is aᵢ · bⱼ.
 * @param a float32 or float64, [n]
 * @param b of the dtype of a, [m]
 * @returns [n, m]
 * @throws {Refusal} shape-mismatch
 */
export function outer(a: Value, b: Value): Value {
  return apply(outerOp, { a, b });
}
