import { apply, evaluator, type Value } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { variance, varianceOp } from "../reduce.js";
import { graphOf, numbersOf } from "../testing/blockNumbers.js";
import { evaluate, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { hessian } from "../testing/hessian.js";

const population = (x: Value): Value => variance(x, { correction: 0 });
const sample = (x: Value): Value => variance(x, { correction: 1 });
const float32 = evaluator(registry, "float32");

test("4, 7, 13 and 16 vary by 22.5, or by 30 as a sample", () => {
  expect(evaluate(population, [4, 7, 13, 16])).toBe(22.5);
  expect(evaluate(sample, [4, 7, 13, 16])).toBe(30);
  expect(evaluate(population, 3)).toBe(0);
  expect(evaluate(sample, 3)).toBe(NaN);
  expect(evaluate(sample, [3, NaN, 1])).toBe(NaN);
  expect(evaluate(population, [3, Infinity])).toBe(NaN);
});

test("a large mean costs nothing", () => {
  for (const mean of [0, 1e9, -1e12, 2 ** 52]) {
    const x = [4, 7, 13, 16].map((value) => mean + value);
    expect(evaluate(population, x)).toBe(22.5);
    expect(evaluate(sample, x)).toBe(30);
    // By its decomposition too, which engines compute.
    const settings = { axes: "all", keepDims: false, correction: 1 } as const;
    expect(evaluate((v) => varianceOp.decompose!({ x: v }, settings), x)).toBe(30);
  }
  expect(
    float32(
      sample,
      [4, 7, 13, 16].map((x) => 2 ** 22 + x),
    ),
  ).toBe(30);
  expect(float32((x) => varianceOp.decompose!({ x }, { axes: "all", keepDims: false, correction: 0 }), [2 ** 23 + 1, 2 ** 23 + 3])).toBe(1); // prettier-ignore
});

test("equal numbers vary by exactly 0, however they are rounded", () => {
  for (const count of [1, 3, 7, 10, 49]) {
    for (const value of [0.1, 1e30, -1 / 3]) {
      const x = Array.from({ length: count }, () => value);
      expect(evaluate(population, x)).toBe(0);
      expect(float32(population, x)).toBe(0);
    }
  }
});

test("what is added to all changes nothing but the rounding of the numbers themselves", () => {
  const small = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(small, fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (x, shift) => {
      const n = x.length;
      // In whole numbers, so exact: n Σ x² - (Σ x)².
      const squares = x.reduce((total, value) => total + value * value, 0);
      const total = x.reduce((sum, value) => sum + value, 0);
      const exact = (n * squares - total * total) / (n * (n - 1));
      const made = evaluate(
        sample,
        x.map((value) => value + shift),
      ) as number;
      expect(Math.abs(made - exact)).toBeLessThanOrEqual(1e-14 * exact);
    }),
  );
});

test("the derivative is twice the distance from the mean over what it is divided by", () => {
  expect(gradients(population, [1, 2, 6])).toEqual([[-4 / 3, -2 / 3, 2]]);
  expect(gradients(sample, [1, 2, 6])).toEqual([[-2, -1, 3]]);
  const weighed = (x: Value, w: Value): Value =>
    multiply(variance(x, { axes: [1], keepDims: true, correction: 1 }), w);
  expect(gradients(weighed, [[1, 3], [5, 5]], [[1], [10]])).toEqual([[[-2, 2], [0, 0]], [[2], [0]]]); // prettier-ignore
});

test("the second derivative is 2 / (n - 1) times what takes off the mean", () => {
  const [same, other] = [2 / 3, -1 / 3];
  expectClose(hessian(sample, [0.3, -4, 9]), [
    [same, other, other],
    [other, same, other],
    [other, other, same],
  ]);
});

test("the correction is always stated, or filled in by a profile: 1 in the everyday one", () => {
  expect(refusal(() => withShapes((x) => apply(varianceOp, { x }, {}), ["N"]))).toBe(
    'missing-attribute: "correction", one of 0, 1 (0: divided by how many there are (of a population); 1: by one fewer (of a sample))',
  );
  const model = { inputs: { x: { shape: ["N"] } }, nodes: { v: { op: "variance", in: ["x"] } }, outputs: { v: "v" } }; // prettier-ignore
  const graph = graphOf(model, { profile: "default" });
  expect(numbersOf(graph, {}, { x: [4, 7, 13, 16] })("v")).toBe(30);
  expect(refusal(() => withShapes((x) => variance(x, { axes: [2], correction: 0 }), ["N", 3]))).toBe(
    "shape-mismatch: distinct axes of x, each from -2 to 1",
  );
});
