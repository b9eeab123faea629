import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { transpose } from "../movement/transpose.js";
import { total } from "../total.js";
import { multiplyMatrices } from "./multiplyMatrices.js";
import { outer } from "./outer.js";
import { productShape } from "./productShape.js";

export const matmulOp = defineOp({
  name: "matmul",
  doc: {
    summary: "matrix product, by NumPy's rules for vectors and matrices",
    names: { onnx: "MatMul", keras: "keras.ops.matmul", torch: "torch.matmul" },
  },
  inputs: ["a", "b"],
  shape: ({ a, b }, _, need) => productShape(a, b, need),
  multiplyAdds: ({ a }, output) => [...output, a.at(-1)!],
  element(m, { a, b }, at) {
    const inner = b.shape[0]!;
    const columns = b.shape[1] ?? 1;
    const [row, column] = [Math.floor(at / columns), at % columns];
    const product = (_: unknown, k: number) =>
      m.multiply(a.data[row * inner + k]!, b.data[k * columns + column]!);
    return total(m, Array.from({ length: inner }, product));
  },
  kernel: ({ a, b }, output) => multiplyMatrices(a, b, output),
  vjp: {
    a: (g, { a, b }) => leftCotangent(g, a, b),
    b: (g, { a, b }) => rightCotangent(g, a, b),
  },
  samples: [
    { inputs: { a: ["N", 3], b: [3, 2] } },
    { inputs: { a: ["N", 3], b: [3] } },
    { inputs: { a: ["N"], b: ["N", 2] } },
    { inputs: { a: ["N"], b: ["N"] } },
    { inputs: { a: [2, "N"], b: ["N", 3] } },
  ],
  latex: (m, { a, b }) => m.product(a, b),
});

/**
 * Matrix product: sums over the last axis of a and the first of b.
 * @param a float32 or float64: [N, p], or [p]
 * @param b of the dtype of a: [p, q], or [p]
 * @returns [N, q], without N where a is a vector, and without q where b is one: a scalar for two vectors
 * @throws {Refusal} shape-mismatch: a's last dim is not b's first, or a rank is not 1 or 2
 */
export function matmul(a: Value, b: Value): Value {
  return apply(matmulOp, { a, b });
}

/** The cotangent of a product's left factor: g bᵀ. */
export function leftCotangent(g: Value, a: Value, b: Value): Value {
  if (b.shape.length === 2) return a.shape.length === 2 ? matmul(g, transpose(b)) : matmul(b, g);
  return a.shape.length === 2 ? outer(g, b) : multiply(g, b);
}

/** The cotangent of a product's right factor: aᵀ g. */
export function rightCotangent(g: Value, a: Value, b: Value): Value {
  if (a.shape.length === 2) return matmul(transpose(a), g);
  return b.shape.length === 2 ? outer(a, g) : multiply(g, a);
}
