import { expect, test } from "vitest";
import { evaluate, gradients } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { exp, expm1, log, log1p, relu, sigmoid, tanh } from "../elementwise.js";

const { LN2 } = Math;
const ln3 = Math.log(3);

test("exp: e⁰ = 1, e^ln2 = 2, each its own slope", () => {
  expectClose(evaluate(exp, [0, LN2]), [1, 2]);
  expectClose(gradients(exp, [0, LN2])[0]!, [1, 2]);
});

test("log: ln 1 = 0, ln 2; slope 1/x", () => {
  expectClose(evaluate(log, [1, 2, 0]), [0, LN2, -Infinity]);
  expectClose(gradients(log, [1, 4])[0]!, [1, 0.25]);
});

test("expm1 and log1p keep their digits near 0", () => {
  const [small] = evaluate(expm1, [1e-10]) as number[];
  expect(small).toBeCloseTo(1.00000000005e-10, 24);
  const [less] = evaluate(log1p, [1e-10]) as number[];
  expect(less).toBeCloseTo(0.99999999995e-10, 24);
  expectClose(gradients(expm1, [0, LN2])[0]!, [1, 2]);
  expectClose(gradients(log1p, [0, 3])[0]!, [1, 0.25]);
});

test("the slope of expm1 far below 0 is e^x, not 0", () => {
  expect((gradients(expm1, [-40])[0] as number[])[0]! / Math.exp(-40)).toBeCloseTo(1, 12);
});

test("sigmoid: ½ at 0 with slope ¼; ¾ at ln 3 with slope 3/16; flat and finite far out", () => {
  expectClose(evaluate(sigmoid, [0, ln3, -ln3]), [0.5, 0.75, 0.25]);
  expectClose(gradients(sigmoid, [0, ln3, -ln3])[0]!, [0.25, 3 / 16, 3 / 16]);
  expect(evaluate(sigmoid, [-1000, 1000])).toEqual([0, 1]);
  expect(gradients(sigmoid, [-1000, 1000])[0]).toEqual([0, 0]);
});

test("tanh: 3/5 at ln 2 with slope 16/25; squashed at 100 and at 10000", () => {
  expectClose(evaluate(tanh, [0, LN2]), [0, 0.6]);
  expectClose(gradients(tanh, [0, LN2])[0]!, [1, 0.64]);
  expect(evaluate(tanh, [100, 10000, -100])).toEqual([1, 1, -1]);
});

test("relu: slope 0 at 0; NaN stays", () => {
  expect(evaluate(relu, [-1, 0, 2, NaN])).toEqual([0, 0, 2, NaN]);
  expect(gradients(relu, [-1, 0, 2])).toEqual([[0, 0, 1]]);
});
