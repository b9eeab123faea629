import { expect, test } from "vitest";
import { transpose } from "../movement.js";
import { add } from "../elementwise.js";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { affine, matmul, outer } from "../linear.js";

const a = [
  [1, 2],
  [3, 4],
];
const b = [
  [5, 6],
  [7, 8],
];

test("matmul of matrices and vectors", () => {
  expect(evaluate(matmul, a, b)).toEqual([
    [19, 22],
    [43, 50],
  ]);
  expect(evaluate(matmul, a, [10, 1])).toEqual([12, 34]);
  expect(evaluate(matmul, [10, 1], a)).toEqual([13, 24]);
  expect(evaluate(matmul, [1, 2], [10, 1])).toBe(12);
});

test("matmul's cotangents: rows of b summed, columns of a summed", () => {
  expect(gradients(matmul, a, b)).toEqual([
    [
      [11, 15],
      [11, 15],
    ],
    [
      [4, 4],
      [6, 6],
    ],
  ]);
  expect(gradients(matmul, a, [10, 1])).toEqual([
    [
      [10, 1],
      [10, 1],
    ],
    [4, 6],
  ]);
  expect(gradients(matmul, [10, 1], a)).toEqual([
    [3, 7],
    [
      [10, 10],
      [1, 1],
    ],
  ]);
  expect(gradients(matmul, [1, 2], [10, 1])).toEqual([
    [10, 1],
    [1, 2],
  ]);
});

test("affine is x W + b, the transpose of the column form W' A + b", () => {
  const [x, W, bias] = [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    b,
    [100, 200],
  ];
  const rows = evaluate(affine, x!, W, bias!);
  expect(rows).toEqual([
    [119, 222],
    [143, 250],
    [167, 278],
  ]);
  const columns = (x: Parameters<typeof matmul>[0], W: typeof x, b: typeof x): typeof x =>
    add(matmul(transpose(W), transpose(x)), b);
  expect(evaluate((x, W, b) => transpose(columns(x, W, b)), x!, W, [[100], [200]])).toEqual(rows);
});

test("affine's cotangents; its bias takes one from each example", () => {
  expect(gradients(affine, a, b, [0, 0])).toEqual([
    [
      [11, 15],
      [11, 15],
    ],
    [
      [4, 4],
      [6, 6],
    ],
    [2, 2],
  ]);
  expect(evaluate(affine, [1, 2], b, [0, 1])).toEqual([19, 23]);
});

test("outer multiplies each with each", () => {
  expect(evaluate(outer, [1, 2, 3], [10, 100])).toEqual([
    [10, 100],
    [20, 200],
    [30, 300],
  ]);
  expect(gradients(outer, [1, 2, 3], [10, 100])).toEqual([
    [110, 110, 110],
    [6, 6],
  ]);
});

test("the batch stays a name; what does not fit is refused with the rule that it broke", () => {
  expect(withShapes(matmul, ["N", 3], [3, 2]).shape).toEqual(["N", 2]);
  expect(refusal(() => withShapes(matmul, ["N", 784], [748, 128]))).toBe("shape-mismatch: a[1] = b[0]");
  expect(refusal(() => withShapes(matmul, [2, "N", 3], [3, 2]))).toContain("rank 1 or 2");
  expect(refusal(() => withShapes(affine, ["N", 3], [3, 2], [3]))).toBe("shape-mismatch: b[0] = W[1]");
});
