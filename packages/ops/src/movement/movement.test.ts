import { expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { broadcastTo, reshape, transpose } from "../movement.js";

const matrix = [
  [1, 2, 3],
  [4, 5, 6],
];

test("transpose makes columns of rows, or any order of axes", () => {
  expect(evaluate(transpose, matrix)).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  const turned = evaluate((x) => transpose(x, { axes: [2, 0, 1] }), [matrix]);
  expect(turned).toEqual([[[1, 4]], [[2, 5]], [[3, 6]]].map(([row]) => [row]));
});

test("transpose's derivative is turned back", () => {
  const [g] = gradients((x, w) => multiply(transpose(x, { axes: [1, 0] }), w), matrix, [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(g).toEqual([
    [1, 3, 5],
    [2, 4, 6],
  ]);
});

test("reshape keeps the row-major order", () => {
  expect(evaluate((x) => reshape(x, [3, 2]), matrix)).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(gradients((x, w) => multiply(reshape(x, [6]), w), matrix, [1, 2, 3, 4, 5, 6])[0]).toEqual(matrix);
});

test("reshape moves a name about, and refuses arithmetic on it", () => {
  expect(withShapes((x) => reshape(x, [2, "N", 3]), ["N", 6]).shape).toEqual([2, "N", 3]);
  expect(refusal(() => withShapes((x) => reshape(x, [18]), ["N", 6]))).toContain(
    "a name such as N is no number to reckon with",
  );
  expect(refusal(() => withShapes((x) => reshape(x, ["N", 4]), ["N", 6]))).toContain("multiply to 6");
});

test("broadcastTo repeats, and its derivative is summed", () => {
  expect(evaluate((x) => broadcastTo(x, [2, 3]), [1, 2, 3])).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(evaluate((x) => broadcastTo(x, [2, 3]), [[1], [2]])).toEqual([
    [1, 1, 1],
    [2, 2, 2],
  ]);
  expect(gradients((x, w) => multiply(broadcastTo(x, [2, 3]), w), [[1], [2]], matrix)[0]).toEqual([
    [6],
    [15],
  ]);
  expect(gradients((x, w) => multiply(broadcastTo(x, [2, 3]), w), 1, matrix)[0]).toBe(21);
});

test("broadcastTo never shrinks", () => {
  expect(refusal(() => withShapes((x) => broadcastTo(x, [3]), [2, 3]))).toContain("shape-mismatch");
  expect(refusal(() => withShapes((x) => broadcastTo(x, [1]), [3]))).toContain("shape-mismatch");
  expect(refusal(() => withShapes((x) => transpose(x, { axes: [0, 0] }), [3, 3]))).toContain("bad-attribute");
  expect(refusal(() => withShapes((x) => transpose(x, { axes: [0, -2] }), [3, 3]))).toContain(
    "each of the 2 axes of x once",
  );
});
