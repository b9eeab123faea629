import { apply, type Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { max, maxGradientOp, mean, norm, size, sum } from "../reduce.js";

const matrix = [
  [1, 2, 3],
  [4, 5, 6],
];
const cube = [
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
];

test("sum along no, some and all axes", () => {
  expect(evaluate(sum, matrix)).toBe(21);
  expect(evaluate((x) => sum(x, { axes: [0] }), matrix)).toEqual([5, 7, 9]);
  expect(evaluate((x) => sum(x, { axes: [-1] }), matrix)).toEqual([6, 15]);
  expect(evaluate((x) => sum(x, { axes: [1], keepDims: true }), matrix)).toEqual([[6], [15]]);
  expect(evaluate((x) => sum(x, { axes: [2, 0] }), cube)).toEqual([14, 22]);
  expect(evaluate((x) => sum(x, { axes: [] }), matrix)).toEqual(matrix);
});

test("sum repeats its cotangent along what it summed", () => {
  const weighed = (axes: number[]) => (x: Value, w: Value) => multiply(sum(x, { axes }), w);
  expect(gradients(weighed([1]), matrix, [1, 10])[0]).toEqual([
    [1, 1, 1],
    [10, 10, 10],
  ]);
  expect(gradients(weighed([0]), matrix, [1, 10, 100])[0]).toEqual([
    [1, 10, 100],
    [1, 10, 100],
  ]);
});

test("of nothing the sum is 0, the mean NaN, the greatest -Infinity and the norm 0", () => {
  expect(evaluate(sum, [])).toBe(0);
  expect(evaluate(mean, [])).toBe(NaN);
  expect(evaluate(max, [])).toBe(-Infinity);
  expect(evaluate((x) => norm(x, { ord: "fro" }), [])).toBe(0);
});

test("mean divides by what is reduced, not by what is there", () => {
  expect(evaluate(mean, matrix)).toBe(3.5);
  expect(evaluate((x) => mean(x, { axes: [0] }), matrix)).toEqual([2.5, 3.5, 4.5]);
  expect(gradients((x) => mean(x, { axes: [0] }), matrix)).toEqual([
    [
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0.5],
    ],
  ]);
  expectClose(gradients((x, w) => multiply(mean(x, { axes: [1] }), w), matrix, [1, 10])[0]!, [
    [1 / 3, 1 / 3, 1 / 3],
    [10 / 3, 10 / 3, 10 / 3],
  ]);
});

test("max takes the greatest; ties share the derivative", () => {
  expect(evaluate(max, matrix)).toBe(6);
  expect(evaluate((x) => max(x, { axes: [1] }), matrix)).toEqual([3, 6]);
  expect(evaluate(max, [1, NaN, 3])).toBe(NaN);
  expect(gradients(max, [1, 3, 3])).toEqual([[0, 0.5, 0.5]]);
  const weighed = (x: Value, w: Value): Value => multiply(max(x, { axes: [1] }), w);
  expect(
    gradients(
      weighed,
      [
        [7, 7, 7, 7],
        [0, 9, 1, 9],
      ],
      [4, 10],
    )[0],
  ).toEqual([
    [1, 1, 1, 1],
    [0, 5, 0, 5],
  ]);
});

test("maxGradient's loops and its meaning agree on ties", () => {
  const [g, x, y] = [
    [[4], [10]],
    [
      [7, 7, 7, 7],
      [0, 9, 1, 9],
    ],
    [[7], [9]],
  ];
  const expected = [
    [1, 1, 1, 1],
    [0, 5, 0, 5],
  ];
  expect(evaluate((g, x, y) => apply(maxGradientOp, { g, x, y }, { axes: [1] }), g!, x!, y!)).toEqual(
    expected,
  );
  expect(evaluate((g, x, y) => maxGradientOp.decompose!({ g, x, y }, { axes: [1] }), g!, x!, y!)).toEqual(
    expected,
  );
});

test("size counts elements, or indices of the chosen axes, and has no derivative", () => {
  expect(evaluate(size, matrix)).toBe(6);
  expect(evaluate((x) => size(x, { axes: [1] }), matrix)).toBe(3);
  expect(evaluate(size, 5)).toBe(1);
  expect(gradients((x) => multiply(size(x), x), [1, 1, 1])).toEqual([[3, 3, 3]]);
  expect(withShapes(size, [["N"], "int32"]).dtype).toBe("float64");
});

test("the norm of (3, -4) is 5, of all elements of a matrix, or 7 by magnitudes", () => {
  expect(evaluate((x) => norm(x, { ord: "fro" }), [3, -4])).toBe(5);
  expect(evaluate((x) => norm(x, { ord: 2 }), [3, -4])).toBe(5);
  expect(evaluate((x) => norm(x, { ord: 1 }), [3, -4])).toBe(7);
  expectClose(
    evaluate(
      (x) => norm(x, { ord: "fro" }),
      [
        [0.5, -0.3],
        [0.2, 0.4],
      ],
    ),
    0.7348469228349533,
  );
});

test("a norm's derivative is x over it, or the sign; 0 at 0", () => {
  expectClose(gradients((x) => norm(x, { ord: "fro" }), [3, -4])[0]!, [0.6, -0.8]);
  expect(gradients((x) => norm(x, { ord: "fro" }), [0, 0])).toEqual([[0, 0]]);
  expect(gradients((x) => norm(x, { ord: 1 }), [3, 0, -4])).toEqual([[1, 0, -1]]);
});

test("refuses axes that are not there", () => {
  const need = "shape-mismatch: distinct axes of x, each from -2 to 1";
  expect(refusal(() => withShapes((x) => sum(x, { axes: [2] }), ["N", 3]))).toBe(need);
  expect(refusal(() => withShapes((x) => sum(x, { axes: [1, -1] }), ["N", 3]))).toBe(need);
});

test("norms along axes are those of the rows, or of the columns; the derivative of each is its own", () => {
  const x = [
    [3, -4],
    [0, 12],
  ];
  expect(evaluate((x) => norm(x, { ord: 2, axes: [1] }), x)).toEqual([5, 12]);
  expectClose(
    evaluate((x) => norm(x, { ord: "fro", axes: [0], keepDims: true }), x),
    [[3, Math.sqrt(160)]],
  );
  expect(evaluate((x) => norm(x, { ord: 1, axes: [-1] }), x)).toEqual([7, 12]);
  expect(evaluate((x) => norm(x, { ord: "inf", axes: [0] }), x)).toEqual([3, 12]);
  expectClose(gradients((x, w) => multiply(norm(x, { ord: 2, axes: [1] }), w), x, [1, 10])[0]!, [
    [0.6, -0.8],
    [0, 10],
  ]);
  expect(gradients((x, w) => multiply(norm(x, { ord: "inf", axes: [1] }), w), x, [1, 10])[0]!).toEqual([
    [0, -1],
    [0, 10],
  ]);
  // Magnitudes that tie in a row share its derivative, those of one column do not.
  const ties = [
    [3, -3],
    [1, -3],
  ];
  expect(gradients((x) => norm(x, { ord: "inf", axes: [1] }), ties)[0]!).toEqual([
    [0.5, -0.5],
    [0, -1],
  ]);
  expect(refusal(() => withShapes((x) => norm(x, { ord: 2, axes: [2] }), ["N", 3]))).toBe(
    "shape-mismatch: distinct axes of x, each from -2 to 1",
  );
});
