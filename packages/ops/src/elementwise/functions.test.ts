import { expect, test } from "vitest";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import {
  exp,
  expm1,
  leakyRelu,
  log,
  log1p,
  maximum,
  multiply,
  relu,
  sigmoid,
  sign,
  step,
  tanh,
} from "../elementwise.js";

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

test("leaky relu times alpha, or by alpha; at 0 its slope is that of the negative side", () => {
  const times = { alpha: 0.1, form: "multiply" } as const;
  const by = { alpha: 4, form: "divide" } as const;
  expect(evaluate((x) => leakyRelu(x, times), [-2, 0, 3, NaN])).toEqual([-0.2, 0, 3, NaN]);
  expect(gradients((x) => leakyRelu(x, times), [-2, 0, 3])).toEqual([[0.1, 0.1, 1]]);
  expect(evaluate((x) => leakyRelu(x, by), [-2, 0, 3])).toEqual([-0.5, 0, 3]);
  expect(gradients((x) => leakyRelu(x, by), [-2, 0, 3])).toEqual([[0.25, 0.25, 1]]);
});

test("leaky relu is max(alpha · x, x) for alpha up to 1, and not above", () => {
  const both = (alpha: number) => [
    evaluate((x) => leakyRelu(x, { alpha, form: "multiply" }), [-2, 0, 3]),
    evaluate((x) => maximum(multiply(alpha, x), x), [-2, 0, 3]),
  ];
  const [small, asMaximum] = both(0.25);
  expect(small).toEqual(asMaximum);
  expect(both(2)).toEqual([
    [-4, 0, 3],
    [-2, 0, 6],
  ]);
});

test("leaky relu has no alpha and no form of its own, and divides by no 0", () => {
  const call = (options: object) =>
    refusal(() => withShapes((x) => leakyRelu(x, options as { alpha: number; form: "divide" }), [3]));
  expect(call({})).toContain('missing-attribute: "alpha", a finite number (slope of the negative side');
  expect(call({ alpha: 0.1 })).toContain('"form", one of "multiply", "divide"');
  expect(call({ alpha: 0, form: "divide" })).toBe("bad-attribute: alpha other than 0 to divide by");
  expect(evaluate((x) => leakyRelu(x, { alpha: 0, form: "multiply" }), [-1, 2])).toEqual([-0, 2]);
});

test("step is 1 from 0 on; sign is 0 at 0; NaN stays, and neither has a slope", () => {
  expect(evaluate(step, [-2, -1e-300, 0, -0, 3, NaN])).toEqual([0, 0, 1, 1, 1, NaN]);
  expect(evaluate(sign, [-2, 0, 3, NaN])).toEqual([-1, 0, 1, NaN]);
  expect(refusal(() => gradients(step, [1]))).toContain("unreachable");
  expect(refusal(() => gradients(sign, [1]))).toContain("unreachable");
});
