import { apply, defineOp, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { leftCotangent, matmul, rightCotangent } from "./matmul.js";
import { multiplyMatrices } from "./multiplyMatrices.js";
import { productShape } from "./productShape.js";

export const affineOp = defineOp({
  name: "affine",
  doc: {
    summary: "affine map x W + b: rows of x are examples, columns of W are units",
    names: { torch: "torch.nn.functional.linear" },
  },
  inputs: ["x", "W", "b"],
  shape({ x, W, b }, _, need) {
    need(W.length === 2, "W [inputs, units]");
    const shape = productShape(x, W, need, ["x", "W"]);
    need(b.length === 1 && b[0] === W[1], "b[0] = W[1]");
    return shape;
  },
  decompose: ({ x, W, b }) => add(matmul(x, W), b),
  kernel: ({ x, W, b }, output) => multiplyMatrices(x, W, output, b),
  vjp: {
    x: (g, { x, W }) => leftCotangent(g, x, W),
    W: (g, { x, W }) => rightCotangent(g, x, W),
    b: (g) => g,
  },
  samples: [
    { inputs: { x: ["N", 3], W: [3, 2], b: [2] } },
    { inputs: { x: [3], W: [3, 2], b: [2] } },
    { inputs: { x: [2, "N"], W: ["N", 1], b: [1] } },
    { inputs: { x: ["N", 2, 3], W: [3, 2], b: [2] } },
  ],
  latex: (m, { x, W, b }) => m.add(m.product(x, W), b),
});

/**
 * Affine map x W + b, what a dense layer computes before its activation.
 * @param x float32 or float64: examples [N, p], one example [p], or [..., p]
 * @param W weights [p, q]
 * @param b biases [q]
 * @returns [..., q]: the shape of x, with q in the place of p
 * @throws {Refusal} shape-mismatch
 */
export function affine(x: Value, W: Value, b: Value): Value {
  return apply(affineOp, { x, W, b });
}
