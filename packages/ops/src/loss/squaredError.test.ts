import type { Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { squaredError } from "../loss.js";
import type { Reduction } from "./reduction.js";

const loss =
  (reduction: Reduction, scale: 1 | 0.5 = 1) =>
  (a: Value, b: Value) =>
    squaredError(a, b, { reduction, scale });

test("errors 1, -2 and 3 cost 1, 4 and 9", () => {
  const [prediction, target] = [
    [2, 0, 3],
    [1, 2, 0],
  ];
  expect(evaluate(loss("none"), prediction!, target!)).toEqual([1, 4, 9]);
  expect(evaluate(loss("sum"), prediction!, target!)).toBe(14);
  expect(evaluate(loss("sum", 0.5), prediction!, target!)).toBe(7);
  expect(evaluate(loss("mean"), [2, 0], [1, 2])).toBe(2.5);
});

test("the half sum's derivative is the error, the mean's 2/n of it", () => {
  expect(gradients(loss("sum", 0.5), [2, 0, 3], [1, 2, 0])).toEqual([
    [1, -2, 3],
    [-1, 2, -3],
  ]);
  expect(gradients(loss("mean"), [2, 0], [1, 2])[0]).toEqual([1, -2]);
  expect(gradients(loss("none"), [2, 0], [1, 2])[0]).toEqual([2, -4]);
});

test("shapes must be the same, and the reduction stated", () => {
  expect(refusal(() => withShapes(loss("mean"), ["N", 1], ["N"]))).toContain(
    "prediction = target, without broadcasting",
  );
  const options = { scale: 1 } as { reduction: Reduction; scale: 1 };
  expect(refusal(() => withShapes((a, b) => squaredError(a, b, options), ["N"], ["N"]))).toContain(
    "missing-attribute",
  );
});
