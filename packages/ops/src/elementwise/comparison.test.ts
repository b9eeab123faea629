import { expect, test } from "vitest";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { equal, greater, less, multiply, select } from "../elementwise.js";

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
