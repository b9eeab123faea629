import {
  apply,
  attribute,
  broadcastShapes,
  defineOp,
  formatShape,
  type Operand,
  sameShape,
  type Shape,
  type Value,
} from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { multiply } from "../elementwise/multiply.js";
import { transpose } from "../movement/transpose.js";
import { affine } from "./affine.js";
import { matmul } from "./matmul.js";

export const gemmOp = defineOp({
  name: "gemm",
  doc: {
    summary: "general matrix product alpha · A B + beta · c, where A and B are a and b or their transposes",
    source: "Dongarra et al., ACM TOMS 16 (1990)",
    names: { onnx: "Gemm", torch: "torch.addmm" },
  },
  inputs: ["a", "b", "c"],
  attributes: {
    alpha: attribute.number({ doc: "what the product is multiplied by", default: 1 }),
    beta: attribute.number({ doc: "what c is multiplied by", default: 1 }),
    transA: attribute.boolean({ doc: "whether a is transposed first", default: false }),
    transB: attribute.boolean({ doc: "whether b is transposed first", default: false }),
  },
  shape({ a, b, c }, { transA, transB }, need) {
    need(a.length === 2 && b.length === 2, "a and b of rank 2");
    const [rows, inner] = transA ? [1, 0] : [0, 1];
    const [first, columns] = transB ? [1, 0] : [0, 1];
    need(a[inner] === b[first], `a[${inner}] = b[${first}]`);
    const shape: Shape = [a[rows]!, b[columns]!];
    const common = broadcastShapes(c, shape);
    need(common !== undefined && sameShape(common, shape), `c that broadcasts to ${formatShape(shape)}`);
    return shape;
  },
  multiplyAdds: ({ a }, output, { transA }) => [...output, a[transA ? 0 : 1]!],
  decompose({ a, b, c }, { alpha, beta, transA, transB }) {
    const [left, right] = [turnedIf(transA, a), turnedIf(transB, b)];
    const isLayer = alpha === 1 && beta === 1 && c.shape.length === 1 && c.shape[0] === right.shape[1];
    return isLayer ? affine(left, right, c) : add(scaled(matmul(left, right), alpha), scaled(c, beta));
  },
  vjp: {
    a(g, { b }, { attributes: { alpha, transA, transB } }) {
      const [by, right] = [scaled(g, alpha), turnedIf(transB, b)];
      return transA ? matmul(right, transpose(by)) : matmul(by, transpose(right));
    },
    b(g, { a }, { attributes: { alpha, transA, transB } }) {
      const [by, left] = [scaled(g, alpha), turnedIf(transA, a)];
      return transB ? matmul(transpose(by), left) : matmul(transpose(left), by);
    },
    c: (g, _, { attributes: { beta } }) => scaled(g, beta),
  },
  samples: [
    { inputs: { a: ["N", 3], b: [3, 2], c: [2] } },
    { inputs: { a: ["N", 3], b: [3, 2], c: ["N", 1] }, attributes: { alpha: 0.5, beta: 2 } },
    { inputs: { a: [3, "N"], b: [3, 2], c: [] }, attributes: { transA: true, beta: 0.25 } },
    { inputs: { a: ["N", 3], b: [2, 3], c: ["N", 2] }, attributes: { transB: true, alpha: 3 } },
    { inputs: { a: [3, 2], b: ["N", 3], c: [1, "N"] }, attributes: { transA: true, transB: true } },
  ],
  latex(m, { a, b, c }, { alpha, beta, transA, transB }) {
    const product = m.product(transA ? m.transpose(a) : a, transB ? m.transpose(b) : b);
    const times = (factor: number, x: typeof a) => (factor === 1 ? x : m.multiply(factor, x));
    return m.add(times(alpha, product), times(beta, c));
  },
});

/** What {@link gemm} takes. */
export interface GemmOptions {
  /** What the product is multiplied by; default 1. */
  readonly alpha?: number;
  /** What c is multiplied by; default 1. Where it is 0, a NaN of c stays one. */
  readonly beta?: number;
  /** Whether a is transposed first; default false. */
  readonly transA?: boolean;
  /** Whether b is transposed first; default false. */
  readonly transB?: boolean;
}

/**
 * General matrix product alpha · A B + beta · c, where A is a or aᵀ and B is b or bᵀ: ONNX's Gemm.
 * @param a float32 or float64, [m, k], or [k, m] where it is transposed
 * @param b of the dtype of a, [k, n], or [n, k] where it is transposed
 * @param c of the dtype of a, of a shape that broadcasts to [m, n]; a number is a constant
 * @returns [m, n]
 * @throws {Refusal} shape-mismatch
 * @see Dongarra et al., ACM TOMS 16 (1990)
 */
export function gemm(a: Value, b: Value, c: Operand<Value>, options: GemmOptions = {}): Value {
  return apply(gemmOp, { a, b, c }, options);
}

function turnedIf(isTurned: boolean, x: Value): Value {
  return isTurned ? transpose(x) : x;
}

function scaled(x: Value, factor: number): Value {
  return factor === 1 ? x : multiply(x, factor);
}
