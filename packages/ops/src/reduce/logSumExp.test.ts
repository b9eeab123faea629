import { evaluator, type Nested, type Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { logSumExp, logSumExpOp, max } from "../reduce.js";
import { evaluate, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { hessian } from "../testing/hessian.js";

const float32 = evaluator(registry, "float32");
const opened = (x: Value): Value => logSumExpOp.decompose!({ x }, { axes: "all", keepDims: false });

// ln of a sum; [input, exact].
const cases: readonly (readonly [readonly number[], number])[] = [
  [[0], 0],
  [[-0.3], -0.3],
  [[0, 0], Math.LN2],
  [[1000, 1000], 1000 + Math.LN2],
  [[-1000, -1000, -1000], -1000 + Math.log(3)],
  [[Math.log(1), Math.log(2), Math.log(3)], Math.log(6)],
  // e^-40 is far below the last digit of 1 + e^-40.
  [[0, -40], Math.exp(-40)],
  [[-40, 0, -50], Math.exp(-40) + Math.exp(-50)],
];

test.each(cases)("ln Σ exp of %j", (x, exact) => {
  for (const call of [logSumExp, opened]) {
    const made = evaluate(call, [...x]) as number;
    expect(Math.abs(made - exact)).toBeLessThanOrEqual(4e-14 * Math.abs(exact) + 1e-300);
    const rough = float32(call, [...x]) as number;
    expect(Math.abs(rough - exact)).toBeLessThanOrEqual(4e-7 * Math.max(Math.abs(exact), 1e-30));
  }
});

test("nothing overflows: ±3.4e38, infinities, NaN", () => {
  const greatest = Math.fround(3.4e38);
  for (const call of [logSumExp, opened]) {
    expect(float32(call, [greatest, -greatest])).toBe(greatest);
    expect(float32(call, [-greatest, -greatest])).toBe(-greatest);
    expect(evaluate(call, [1.7e308, -1.7e308])).toBe(1.7e308);
    expect(evaluate(call, [-Infinity, -Infinity])).toBe(-Infinity);
    expect(evaluate(call, [-Infinity, 2])).toBe(2);
    expect(evaluate(call, [Infinity, 2, Infinity])).toBe(Infinity);
    expect(evaluate(call, [Infinity, -Infinity])).toBe(Infinity);
    expect(evaluate(call, [Infinity, NaN])).toBe(NaN);
    expect(evaluate(call, [NaN, -Infinity])).toBe(NaN);
    expect(evaluate(call, [])).toBe(-Infinity);
  }
  const rows: Nested = [
    [-Infinity, -Infinity],
    [0, -Infinity],
  ];
  expect(evaluate((x) => logSumExp(x, { axes: [-1] }), rows)).toEqual([-Infinity, 0]);
});

test("the derivative is the softmax, and 0 where the result is infinite", () => {
  const x = [Math.log(1), Math.log(2), Math.log(3)];
  expectClose(gradients(logSumExp, x)[0]!, [1 / 6, 1 / 3, 1 / 2]);
  const weighed = (x: Value, w: Value): Value => multiply(logSumExp(x, { axes: [0] }), w);
  expectClose(gradients(weighed, [[0, 1000], [0, -1000]], [1, 10])[0]!, [[0.5, 10], [0.5, 0]]); // prettier-ignore
  expect(gradients(logSumExp, [-Infinity, -Infinity])).toEqual([[0, 0]]);
  expect(gradients(logSumExp, [-Infinity, 1])).toEqual([[0, 1]]);
  expect(gradients(logSumExp, [Infinity, 1])).toEqual([[0, 0]]);
  expect(gradients(logSumExp, [NaN, 1])).toEqual([[NaN, NaN]]);
});

test("the second derivative is diag p - p pᵀ", () => {
  const p = [1 / 6, 1 / 3, 1 / 2];
  expectClose(
    hessian(logSumExp, p.map(Math.log)),
    p.map((a, i) => p.map((b, j) => (i === j ? a : 0) - a * b)),
  );
});

test("it lies between the greatest element and that and ln n", () => {
  const x = [0.3, -1, 2, 1.9];
  const [soft, hard] = [evaluate(logSumExp, x) as number, evaluate(max, x) as number];
  expect(soft).toBeGreaterThan(hard);
  expect(soft).toBeLessThan(hard + Math.log(4));
});

test("refuses axes that are not there", () => {
  expect(refusal(() => withShapes((x) => logSumExp(x, { axes: [1, -1] }), ["N", 3]))).toBe(
    "shape-mismatch: distinct axes of x, each from -2 to 1",
  );
});
