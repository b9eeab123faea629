import type { Nested, Typed, Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import {
  greater,
  less,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  multiply,
  select,
} from "../elementwise.js";

const bools = (values: Nested): Typed => ({ dtype: "bool", values });
const [a, b] = [bools([0, 0, 1, 1]), bools([0, 1, 0, 1])];

test("and, or, xor and not have the truth tables of these", () => {
  expect(evaluate(logicalAnd, a, b)).toEqual([0, 0, 0, 1]);
  expect(evaluate(logicalOr, a, b)).toEqual([0, 1, 1, 1]);
  expect(evaluate(logicalXor, a, b)).toEqual([0, 1, 1, 0]);
  expect(evaluate(logicalNot, b)).toEqual([1, 0, 1, 0]);
});

test("de Morgan: not (a and b) is (not a) or (not b)", () => {
  const left = evaluate((x, y) => logicalNot(logicalAnd(x, y)), a, b);
  expect(left).toEqual(evaluate((x, y) => logicalOr(logicalNot(x), logicalNot(y)), a, b));
});

test("the result is bool, of the common shape", () => {
  for (const op of [logicalAnd, logicalOr, logicalXor]) {
    const made = withShapes(op, [["N", 1], "bool"], [[3], "bool"]);
    expect([made.dtype, made.shape]).toEqual(["bool", ["N", 3]]);
  }
  expect(withShapes(logicalNot, [[], "bool"]).dtype).toBe("bool");
  expect(evaluate(logicalAnd, bools([[1], [0]]), b)).toEqual([
    [0, 1, 0, 1],
    [0, 0, 0, 0],
  ]);
});

test("they connect comparisons, and conditions made of them choose", () => {
  const inside = (x: Value) => select(logicalAnd(greater(x, -1), less(x, 1)), multiply(x, x), x);
  expect(evaluate(inside, [-2, 0.5, 3, NaN])).toEqual([-2, 0.25, 3, NaN]);
  expect(gradients(inside, [-2, 0.5, 3])).toEqual([[1, 1, 1]]);
  const outside = (x: Value) => select(logicalNot(logicalOr(greater(x, 1), less(x, -1))), 0, x);
  expect(evaluate(outside, [-2, 0.5, 3, 1])).toEqual([-2, 0, 3, 0]);
});

test("numbers are no truth values", () => {
  expect(refusal(() => withShapes(logicalAnd, [["N"], "bool"], ["N"]))).toBe(
    "dtype-mismatch: bool for b of op logicalAnd",
  );
  expect(refusal(() => withShapes(logicalNot, [["N"], "int32"]))).toBe(
    "dtype-mismatch: bool for a of op logicalNot",
  );
});
