import { expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { evaluate, gradients, ints, refusal, withShapes } from "../testing/evaluate.js";
import { gather, oneHot, scatterAdd } from "../indexing.js";

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
];

test("gather takes rows by number, as often as they are asked for", () => {
  expect(evaluate(gather, rows, ints([2, 0, 2]))).toEqual([
    [5, 6],
    [1, 2],
    [5, 6],
  ]);
  expect(evaluate(gather, [10, 20, 30], ints([[1], [2]]))).toEqual([[20], [30]]);
});

test("a row that is taken twice has twice the derivative, one never taken 0", () => {
  expect(gradients(gather, rows, ints([2, 0, 2]))).toEqual([
    [
      [1, 1],
      [0, 0],
      [2, 2],
    ],
  ]);
});

test("scatterAdd adds up rows at their numbers, and its derivative gathers", () => {
  expect(evaluate((x, i) => scatterAdd(x, i, [4, 2]), rows, ints([3, 0, 3]))).toEqual([
    [3, 4],
    [0, 0],
    [0, 0],
    [6, 8],
  ]);
  const weighed = gradients(
    (x, w, i) => multiply(scatterAdd(x, i, [4]), w),
    [1, 1, 1],
    [7, 8, 9, 10],
    ints([3, 0, 3]),
  );
  expect(weighed[0]).toEqual([10, 7, 10]);
});

test("oneHot puts a 1 in each index's place", () => {
  expect(evaluate((i) => oneHot(i, { classes: 3 }), ints([2, 0]))).toEqual([
    [0, 0, 1],
    [1, 0, 0],
  ]);
  expect(withShapes((i) => oneHot(i, { classes: 3 }), [["N"], "int32"]).shape).toEqual(["N", 3]);
});

test("an index that points nowhere is refused, and so are indices that are no integers", () => {
  expect(refusal(() => evaluate(gather, rows, ints([3])))).toBe("index-out-of-range: an integer from 0 to 2");
  expect(refusal(() => evaluate((i) => oneHot(i, { classes: 3 }), ints([-1])))).toContain(
    "index-out-of-range",
  );
  expect(refusal(() => evaluate((x, i) => scatterAdd(x, i, [2]), [1], ints([2])))).toContain(
    "index-out-of-range",
  );
  expect(refusal(() => withShapes(gather, [3], ["N"]))).toContain("dtype-mismatch");
});
