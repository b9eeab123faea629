import { apply, type Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { evaluate, gradients } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { power, powerExponentGradientOp, powerGradientOp } from "../elementwise.js";

test("2³ = 8, by the base 3 · 2² = 12, by the exponent 8 ln 2", () => {
  expect(evaluate(power, [2, 4, 10], [3, 0.5, -2])).toEqual([8, 2, 0.01]);
  const [byBase, byExponent] = gradients(power, [2, 4], [3, 0.5]);
  expectClose(byBase!, [12, 0.25]);
  expectClose(byExponent!, [8 * Math.LN2, 2 * Math.log(4)]);
});

test("the number of either side may be a constant", () => {
  expect(evaluate((x) => power(x, 2), [-3, 5])).toEqual([9, 25]);
  expect(evaluate((y) => power(2, y), [-1, 10])).toEqual([0.5, 1024]);
});

test("a negative base has whole powers, with the sign of odd ones, and no others", () => {
  expect(evaluate(power, [-2, -2, -2, -8], [3, -2, 0.5, 1 / 3])).toEqual([-8, 0.25, NaN, NaN]);
  expect(gradients(power, [-2, -2, -2], [3, -2, 1])).toEqual([
    [12, 0.25, 1],
    [NaN, NaN, NaN],
  ]);
});

test("powers of 0, of both signs", () => {
  expect(evaluate(power, [0, 0, 0, 0], [0, 2, -2, 0.5])).toEqual([1, 0, Infinity, 0]);
  expect(evaluate(power, [-0, -0, -0, -0], [3, 2, -1, -2])).toEqual([-0, 0, -Infinity, Infinity]);
});

test("the power of 0 is 1, and so is every power of 1: NaN and infinities are no exception", () => {
  expect(evaluate(power, [NaN, Infinity, -Infinity, -5], [0, -0, 0, 0])).toEqual([1, 1, 1, 1]);
  expect(evaluate(power, [1, 1, 1], [NaN, Infinity, -Infinity])).toEqual([1, 1, 1]);
  expect(evaluate(power, [NaN, 2], [1, NaN])).toEqual([NaN, NaN]);
});

test("infinite bases and exponents", () => {
  expect(evaluate(power, [Infinity, Infinity, -Infinity, -Infinity], [2, -1, 3, -3])).toEqual([
    Infinity,
    0,
    -Infinity,
    -0,
  ]);
  expect(evaluate(power, [2, 0.5, 2, 0.5, -1], [Infinity, Infinity, -Infinity, -Infinity, Infinity])).toEqual(
    [Infinity, 0, 0, Infinity, 1],
  );
});

test("by the base at 0: 0 for a power of 0 and above 1, 1 for the first power, infinite between", () => {
  expect(gradients((x) => power(x, 0), [0, 3])).toEqual([[0, 0]]);
  expect(gradients((x) => power(x, 1), [0, -0])).toEqual([[1, 1]]);
  expect(gradients((x) => power(x, 2), [0, -0])).toEqual([[0, -0]]);
  expect(gradients((x) => power(x, 0.5), [0])).toEqual([[Infinity]]);
  expect(gradients((x) => power(x, -1), [0])).toEqual([[-Infinity]]);
});

test("by the exponent at a base of 0: 0, whatever the exponent", () => {
  expect(gradients((y) => power(0, y), [2, 0, -1, 0.5])).toEqual([[0, 0, 0, 0]]);
});

const byBase = (g: Value, x: Value, y: Value): Value => apply(powerGradientOp, { g, x, y });
const byExponent = (g: Value, x: Value, p: Value): Value => apply(powerExponentGradientOp, { g, x, p });

test("the second derivative by the base is y (y - 1) x^(y - 2), and finite at 0 where the power is constant or linear", () => {
  const [ofG, ofX] = gradients(byBase, [1, 1, 1, 1], [2, 0, 0, 0], [3, 0, 1, 2]);
  expect(ofG).toEqual([12, 0, 1, 0]);
  expect(ofX).toEqual([12, 0, 0, 2]);
});

test("what the exponent's derivative has for its own is finite at a base of 0", () => {
  expect(gradients(byExponent, [1, 1], [0, Math.E], [0, 2])).toEqual([
    [0, 2],
    [0, 2 / Math.E],
    [0, 1],
  ]);
});

test("a derivative does not overflow before its number does", () => {
  expectClose(gradients((x) => power(x, 2), [1e150])[0]!, [2e150]);
  expectClose(gradients((x) => power(x, -1), [1e-150])[0]!, [-1e300]);
});
