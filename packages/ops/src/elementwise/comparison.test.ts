import { expect, test } from "vitest";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import {
  equal,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  multiply,
  notEqual,
  select,
} from "../elementwise.js";

test("less, greater and equal are bool, and false on NaN", () => {
  const [a, b] = [
    [1, 2, 3, NaN, 0],
    [2, 2, 2, NaN, -0],
  ];
  expect(evaluate(less, a, b)).toEqual([1, 0, 0, 0, 0]);
  expect(evaluate(greater, a, b)).toEqual([0, 0, 1, 0, 0]);
  expect(evaluate(equal, a, b)).toEqual([0, 1, 0, 0, 1]);
  expect(withShapes(less, ["N"], []).dtype).toBe("bool");
});

test("lessEqual and greaterEqual hold on equal numbers, and are false on NaN; notEqual is true on it", () => {
  const [a, b] = [
    [1, 2, 3, NaN, 0, NaN, -0, Infinity, -Infinity],
    [2, 2, 2, NaN, -0, 1, 0, Infinity, 5],
  ];
  expect(evaluate(lessEqual, a, b)).toEqual([1, 1, 0, 0, 1, 0, 1, 1, 1]);
  expect(evaluate(greaterEqual, a, b)).toEqual([0, 1, 1, 0, 1, 0, 1, 1, 0]);
  expect(evaluate(lessEqual, b, a)).toEqual([0, 1, 1, 0, 1, 0, 1, 1, 0]);
  expect(evaluate(notEqual, a, b)).toEqual([1, 0, 1, 1, 0, 1, 0, 0, 1]);
  for (const op of [lessEqual, greaterEqual, notEqual]) {
    const made = withShapes(op, ["N", 1], [3]);
    expect([made.dtype, made.shape]).toEqual(["bool", ["N", 3]]);
  }
});

test("isNaN and isFinite tell numbers, infinities and NaN apart", () => {
  const x = [0, -1e308, Infinity, -Infinity, NaN];
  expect(evaluate(isNaN, x)).toEqual([0, 0, 0, 0, 1]);
  expect(evaluate(isFinite, x)).toEqual([1, 1, 0, 0, 0]);
  for (const op of [isNaN, isFinite]) expect(withShapes(op, []).dtype).toBe("bool");
});

test("what is NaN can be left out, of the derivative too", () => {
  expect(evaluate((x) => select(isNaN(x), 0, x), [1, NaN, 3])).toEqual([1, 0, 3]);
  expect(gradients((x) => select(isNaN(x), 0, x), [1, NaN, 3])).toEqual([[1, 0, 1]]);
});

test("select takes yes where the condition holds, and sends the derivative there", () => {
  const relu2 = (x: Parameters<typeof greater>[0], y: Parameters<typeof greater>[0]) =>
    select(greater(x, 0), multiply(x, y), y);
  expect(evaluate(relu2, [2, -3], [5, 7])).toEqual([10, 7]);
  expect(gradients(relu2, [2, -3], [5, 7])).toEqual([
    [5, 0],
    [2, 1],
  ]);
});

test("a condition must be bool", () => {
  expect(refusal(() => withShapes((c) => select(c, 1, 0), ["N"]))).toBe(
    "dtype-mismatch: bool for condition of op select",
  );
});
