import { apply, type Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import {
  abs,
  absGradientOp,
  add,
  divide,
  identity,
  maximum,
  minimum,
  multiply,
  negate,
  reciprocal,
  reciprocalGradientOp,
  sqrt,
  square,
  subtract,
} from "../elementwise.js";

test("add, subtract and multiply go element by element", () => {
  expect(evaluate(add, [1, 2], [10, 20])).toEqual([11, 22]);
  expect(evaluate(subtract, [1, 2], [10, 20])).toEqual([-9, -18]);
  expect(evaluate(multiply, [1, 2], [10, 20])).toEqual([10, 40]);
});

test("shapes broadcast from the last axis on, and their gradients are summed back", () => {
  expect(evaluate(add, [[1], [2]], [10, 20, 30])).toEqual([
    [11, 21, 31],
    [12, 22, 32],
  ]);
  expect(gradients(multiply, [[1], [2]], [10, 20, 30])).toEqual([
    [[60], [60]],
    [3, 3, 3],
  ]);
  expect(
    gradients(
      subtract,
      [
        [1, 2],
        [3, 4],
      ],
      5,
    ),
  ).toEqual([
    [
      [1, 1],
      [1, 1],
    ],
    -4,
  ]);
});

test("a bare number is a constant on either side", () => {
  expect(evaluate((x) => subtract(1, x), [3, 5])).toEqual([-2, -4]);
  expect(evaluate((x) => divide(x, 2), [3, 5])).toEqual([1.5, 2.5]);
});

test("two names are different dims, and a name is never stretched", () => {
  expect(refusal(() => withShapes(add, ["N", 3], ["M", 3]))).toContain("shape-mismatch");
  expect(withShapes(add, ["N", 3], [1, 3]).shape).toEqual(["N", 3]);
});

test("divide is IEEE division; of a/b the derivatives are 1/b and -a/b²", () => {
  expect(evaluate(divide, [1, 0, 6], [0, 0, 4])).toEqual([Infinity, NaN, 1.5]);
  expect(gradients(divide, 3, 2)).toEqual([0.5, -0.75]);
});

test("negate flips the sign of zero too", () => {
  expect(evaluate(negate, [1.5, 0])).toEqual([-1.5, -0]);
  expect(gradients(negate, [1.5])).toEqual([[-1]]);
});

test("abs has slope 0 at 0, and so has its own derivative", () => {
  expect(evaluate(abs, [-2, 0, 3])).toEqual([2, 0, 3]);
  expect(gradients(abs, [-2, 0, 3])).toEqual([[-1, 0, 1]]);
  const sloped = (g: Value, x: Value): Value => multiply(apply(absGradientOp, { g, x }), x);
  expect(gradients(sloped, [5, 5, 5], [-2, 0, 3])).toEqual([
    [2, 0, 3],
    [-5, 0, 5],
  ]);
});

test("square and sqrt undo each other: 3² = 9 with slope 6, √9 = 3 with slope 1/6", () => {
  expect(evaluate(square, [3, -2])).toEqual([9, 4]);
  expect(gradients(square, [3, -2])).toEqual([[6, -4]]);
  expect(evaluate(sqrt, [9, 2.25])).toEqual([3, 1.5]);
  expectClose(gradients(sqrt, [9, 2.25])[0]!, [1 / 6, 1 / 3]);
  expect(gradients(sqrt, [0])).toEqual([[Infinity]]);
});

test("minimum and maximum give a tie's derivative to a", () => {
  expect(evaluate(maximum, [1, 5, 3], [2, 4, 3])).toEqual([2, 5, 3]);
  expect(gradients(maximum, [1, 5, 3], [2, 4, 3])).toEqual([
    [0, 1, 1],
    [1, 0, 0],
  ]);
  expect(evaluate(minimum, [1, 5, 3], [2, 4, 3])).toEqual([1, 4, 3]);
  expect(gradients(minimum, [1, 5, 3], [2, 4, 3])).toEqual([
    [1, 0, 1],
    [0, 1, 0],
  ]);
});

test("of 0 and -0 the maximum is 0 and the minimum -0; their derivative is a's, as for any tie", () => {
  expect(evaluate(maximum, [0, -0, -0], [-0, 0, -0])).toEqual([0, 0, -0]);
  expect(evaluate(minimum, [0, -0, 0], [-0, 0, 0])).toEqual([-0, -0, 0]);
  for (const op of [maximum, minimum])
    expect(gradients(op, [0, -0], [-0, 0])).toEqual([
      [1, 1],
      [0, 0],
    ]);
});

test("minimum and maximum of NaN are NaN, of infinities the number; NaN sends the derivative to a", () => {
  for (const op of [maximum, minimum]) {
    expect(evaluate(op, [NaN, 1], [0, NaN])).toEqual([NaN, NaN]);
    expect(gradients(op, [NaN, 1], [0, NaN])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  }
  expect(evaluate(maximum, [-Infinity, Infinity], [1, 1])).toEqual([1, Infinity]);
  expect(evaluate(minimum, [-Infinity, Infinity], [1, 1])).toEqual([-Infinity, 1]);
});

test("D8: maximum(0, x) and maximum(alpha x, x) have the slopes 0 and alpha at 0, and no tie is split in halves", () => {
  expect(gradients((x) => maximum(0, x), [0])).toEqual([[0]]);
  expect(gradients((x) => maximum(x, 0), [0])).toEqual([[1]]);
  expect(gradients((x) => maximum(multiply(0.1, x), x), [0])).toEqual([[0.1]]);
});

test("reciprocal: 1/4 with slope -1/16; the signs of 0 and of infinities", () => {
  expect(evaluate(reciprocal, [4, -0.5, 0, -0, Infinity, -Infinity, NaN])).toEqual([
    0.25,
    -2,
    Infinity,
    -Infinity,
    0,
    -0,
    NaN,
  ]);
  expect(gradients(reciprocal, [4, -0.5, 0, -0])).toEqual([[-0.0625, -4, -Infinity, -Infinity]]);
  const sloped = (g: Value, y: Value): Value => apply(reciprocalGradientOp, { g, y });
  expect(gradients(sloped, [3], [0.25])).toEqual([[-0.0625], [-1.5]]);
});

test("the derivative of a reciprocal is there where its square is not", () => {
  const scaled = (x: Value): Value => multiply(1e300, reciprocal(x));
  expectClose(
    (gradients(scaled, [1e200])[0] as number[]).map((x) => x / 1e-100),
    [-1],
  );
});

test("identity is x, of any dtype", () => {
  expect(evaluate(identity, [1, -0, NaN])).toEqual([1, -0, NaN]);
  expect(withShapes(identity, [["N"], "int32"]).dtype).toBe("int32");
  expect(gradients(identity, [7])).toEqual([[1]]);
});
