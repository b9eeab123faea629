import type { Nested, Value } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exp, log, multiply } from "../elementwise.js";
import { linearRecurrence, prod, productBefore, sum } from "../reduce.js";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { hessian } from "../testing/hessian.js";

/** The product of all but the places left out. */
const without = (x: readonly number[], ...out: number[]): number =>
  x.reduce((product, factor, i) => (out.includes(i) ? product : product * factor), 1);

test("the derivative of a product is the product of the others: no zero, one, two", () => {
  expect(evaluate(prod, [2, 3, 4])).toBe(24);
  expect(gradients(prod, [2, 3, 4])).toEqual([[12, 8, 6]]);
  expect(gradients(prod, [2, 0, 4])).toEqual([[0, 8, 0]]);
  expect(gradients(prod, [2, 0, 0])).toEqual([[0, 0, 0]]);
  expect(gradients(prod, [])).toEqual([[]]);
  expect(gradients(prod, 0)).toEqual([1]);
  const weighed = (x: Value, w: Value): Value => multiply(prod(x, { axes: [0] }), w);
  expect(gradients(weighed, [[2, 0], [5, 3]], [1, 10])).toEqual([[[5, 30], [2, 0]], [10, 0]]); // prettier-ignore
});

test("the second derivative leaves out two: zeros are no matter", () => {
  for (const x of [
    [2, 3, 4],
    [2, 0, 4],
    [0, 0, 5],
    [0, 0, 0, 7],
    [1.5, -0.5, 2, 0, 3],
  ]) {
    // prettier-ignore
    const expected = x.map((_, i) => x.map((__, j) => (i === j ? 0 : without(x, i, j))));
    expectClose(hessian(prod, x), expected);
  }
});

test("first and second derivatives along one axis stay in their own lots", () => {
  const rows = [2, 0, 3, 1, 5, 0];
  const made = hessian((x) => prod(x, { axes: [1] }), rows, [2, 3]);
  made.forEach((line, i) =>
    line.forEach((value, j) => {
      const lot = Math.floor(i / 3);
      const own = rows.slice(3 * lot, 3 * lot + 3);
      const isPair = lot === Math.floor(j / 3) && i !== j;
      expect(value).toBe(isPair ? without(own, i % 3, j % 3) : 0);
    }),
  );
});

test("random products with zeros among them: both derivatives are those of plain loops", () => {
  const factor = fc.oneof(
    fc.constant(0),
    fc.integer({ min: -8, max: 8 }).map((n) => n / 4),
  );
  fc.assert(
    fc.property(fc.array(factor, { minLength: 1, maxLength: 6 }), (x) => {
      expectClose(
        gradients(prod, x)[0]!,
        x.map((_, i) => without(x, i)),
      );
      expectClose(
        hessian(prod, x),
        x.map((_, i) => x.map((__, j) => (i === j ? 0 : without(x, i, j)))),
      );
    }),
    { numRuns: 60 },
  );
});

test("a derivative is finite where dividing by an element would not be", () => {
  expect(gradients(prod, [1e-200, 1e200, 3])).toEqual([[3e200, 3e-200, 1]]);
  expect(gradients(prod, [5e-324, 2])).toEqual([[2, 5e-324]]);
});

test("L5: the product of 1000 probabilities 0.3 is exactly 0, the sum of their logarithms is not lost", () => {
  const p = Array.from({ length: 1000 }, () => 0.3);
  expect(evaluate(prod, p)).toBe(0);
  const logs = (x: Value): Value => sum(log(x));
  // 1000 ln 0.3: e to it is about 1e-523.
  expect(Math.abs((evaluate(logs, p) as number) + 1203.9728043259361)).toBeLessThan(1e-9);
  expect(evaluate((x) => exp(logs(x)), p)).toBe(0);
});

test("products before and after each element", () => {
  expect(evaluate(productBefore, [2, 3, 4])).toEqual([1, 2, 6]);
  expect(evaluate((x) => productBefore(x, { reverse: true }), [2, 3, 4])).toEqual([12, 4, 1]);
  const rows: Nested = [
    [2, 3],
    [4, 5],
  ];
  expect(evaluate((x) => productBefore(x, { axes: [0] }), rows)).toEqual([
    [1, 1],
    [2, 3],
  ]);
  // Row-major, whatever the order in which the axes are given.
  expect(evaluate((x) => productBefore(x, { axes: [1, 0] }), rows)).toEqual([
    [1, 2],
    [6, 24],
  ]);
  // 1 + a + ab + abc: by a 1 + b, by b a, by c nothing.
  expect(gradients(productBefore, [2, 0, 4])).toEqual([[1, 2, 0]]);
});

test("a linear recurrence: a balance with interest, and its derivatives", () => {
  // s = 0, b₀, a₁ b₀ + b₁, …
  expect(evaluate(linearRecurrence, [9, 2, 3], [1, 10, 100])).toEqual([0, 1, 12]);
  expect(evaluate((a, b) => linearRecurrence(a, b, { reverse: true }), [9, 2, 3], [1, 10, 100])).toEqual([
    210, 100, 0,
  ]);
  expect(gradients(linearRecurrence, [9, 2, 3], [1, 10, 100])).toEqual([
    [0, 1, 0],
    [3, 1, 0],
  ]);
  expect(refusal(() => withShapes((a, b) => linearRecurrence(a, b), ["N"], [3]))).toBe(
    "shape-mismatch: a = b",
  );
});
