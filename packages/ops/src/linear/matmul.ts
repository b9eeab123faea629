import { apply, defineOp, type Dim, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { reshape } from "../movement/reshape.js";
import { transpose } from "../movement/transpose.js";
import { sum } from "../reduce/sum.js";
import { total } from "../total.js";
import { matricesOf, multiplyMatrices } from "./multiplyMatrices.js";
import { outer } from "./outer.js";
import { productShape } from "./productShape.js";

export const matmulOp = defineOp({
  name: "matmul",
  doc: {
    summary: "matrix product, by NumPy's rules for vectors, matrices and batches of matrices",
    names: { onnx: "MatMul", keras: "keras.ops.matmul", torch: "torch.matmul" },
  },
  inputs: ["a", "b"],
  shape: ({ a, b }, _, need) => productShape(a, b, need),
  multiplyAdds: ({ a }, output) => [...output, a.at(-1)!],
  element(m, { a, b }, at) {
    const { rows, inner, columns, left, right } = matricesOf(a.shape, b.shape);
    const [row, column] = [Math.floor(at / columns) % rows, at % columns];
    const product = Math.floor(at / (rows * columns));
    const [p, q] = [left(product) + row * inner, right(product) + column];
    const term = (_: unknown, k: number) => m.multiply(a.data[p + k]!, b.data[q + k * columns]!);
    return total(m, Array.from({ length: inner }, term));
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
    { inputs: { a: ["N", 2, 3], b: ["N", 3, 2] } },
    { inputs: { a: ["N", 3, 2], b: [2, 4] } },
    { inputs: { a: [2, "N"], b: [3, "N", 2] } },
    { inputs: { a: ["N", 1, 2, 3], b: [2, 3, 2] } },
    { inputs: { a: [2, "N", 3], b: [3] } },
    { inputs: { a: [3], b: ["N", 3, 2] } },
  ],
  latex: (m, { a, b }) => m.product(a, b),
});

/**
 * Matrix product: sums over the last axis of a and the last but one of b. Axes before the last two count matrices, and
 * broadcast against one another.
 * @param a float32 or float64: [N, p], [p], or [..., N, p]
 * @param b of the dtype of a: [p, q], [p], or [..., p, q]
 * @returns [..., N, q], without N where a is a vector, and without q where b is one: a scalar for two vectors
 * @throws {Refusal} shape-mismatch: the summed dims differ, batches do not broadcast, or a rank is 0
 */
export function matmul(a: Value, b: Value): Value {
  return apply(matmulOp, { a, b });
}

export const matmulGradientOp = defineOp({
  name: "matmulGradient",
  doc: { summary: "the cotangent of a matrix that a whole batch shares: aᵀ g, summed over the batch" },
  inputs: ["a", "g"],
  shape({ a, g }, _, need) {
    need(a.length > 1 && a.length === g.length, "a and g of one rank, 2 or more");
    for (let axis = 0; axis < a.length - 1; axis++) need(a[axis] === g[axis], `a[${axis}] = g[${axis}]`);
    return [a.at(-1)!, g.at(-1)!];
  },
  multiplyAdds: ({ a, g }) => [...a, g.at(-1)!],
  decompose: ({ a, g }) => sum(matmul(turned(a), g), { axes: batchAxes(a.shape.length) }),
  kernel({ a, g }, output) {
    const [columns, units] = output.shape as readonly [number, number];
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < units; j++) {
        let total = 0;
        for (let p = i, q = j; p < a.data.length; p += columns, q += units) total += a.data[p]! * g.data[q]!;
        output.data[i * units + j] = total;
      }
    }
  },
  vjp: {
    a: (cotangent, { g }) => matmul(g, transpose(cotangent)),
    g: (cotangent, { a }) => matmul(a, cotangent),
  },
  samples: [
    { inputs: { a: ["N", 2, 3], g: ["N", 2, 2] } },
    { inputs: { a: [2, 1, "N", 3], g: [2, 1, "N", 1] } },
    { inputs: { a: ["N", 3], g: ["N", 2] } },
  ],
  latex: (m, { a, g }) =>
    m.sum(m.product(m.transpose(a), g), a.shape === undefined ? "all" : batchAxes(a.shape.length)),
});

/**
 * aᵀ g, summed over all matrices of a batch: the cotangent of weights by which each row of a was multiplied.
 * @param a float32 or float64, [..., N, p]
 * @param g of the dtype of a, [..., N, q]
 * @returns [p, q]
 * @throws {Refusal} shape-mismatch: any dim but the last differs, or the rank is below 2
 */
export function matmulGradient(a: Value, g: Value): Value {
  return apply(matmulGradientOp, { a, g });
}

/** The cotangent of a product's left factor: g bᵀ. The walker sums over matrices by which one was multiplied. */
export function leftCotangent(g: Value, a: Value, b: Value): Value {
  const [rank, other] = [a.shape.length, b.shape.length];
  if (other === 1) return rank === 1 ? multiply(g, b) : rank === 2 ? outer(g, b) : multiply(asColumn(g), b);
  if (rank > 1) return matmul(g, turned(b));
  return other === 2 ? matmul(b, g) : withoutLast(matmul(b, asColumn(g)));
}

/** The cotangent of a product's right factor: aᵀ g. */
export function rightCotangent(g: Value, a: Value, b: Value): Value {
  const [rank, other] = [b.shape.length, a.shape.length];
  if (other === 1)
    return rank === 1 ? multiply(g, a) : rank === 2 ? outer(a, g) : multiply(asColumn(a), asRow(g));
  if (other === 2 || rank > 2) return matmul(turned(a), g);
  return rank === 2 ? matmulGradient(a, g) : withoutLast(matmulGradient(a, asColumn(g)));
}

/** Each matrix of a batch transposed. */
function turned(x: Value): Value {
  const { length } = x.shape;
  return length === 2 ? transpose(x) : transpose(x, { axes: [...batchAxes(length), length - 1, length - 2] });
}

/** All axes but the last two. */
function batchAxes(rank: number): number[] {
  return Array.from({ length: rank - 2 }, (_, axis) => axis);
}

function asColumn(x: Value): Value {
  return reshape(x, [...x.shape, 1]);
}

function asRow(x: Value): Value {
  const shape: Dim[] = [...x.shape];
  shape.splice(-1, 0, 1);
  return reshape(x, shape);
}

function withoutLast(x: Value): Value {
  return reshape(x, x.shape.slice(0, -1));
}
