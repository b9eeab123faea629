import { apply, type Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import {
  cos,
  erf,
  erfGradientOp,
  exp,
  expm1,
  leakyRelu,
  log,
  log1p,
  maximum,
  multiply,
  normalCdf,
  normalDensityOp,
  relu,
  sigmoid,
  sign,
  sin,
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

test("D12, A2: step is 1 from 0 on; sign is 0 at 0; NaN stays, and neither has a slope", () => {
  expect(evaluate(step, [-2, -1e-300, 0, -0, 3, NaN])).toEqual([0, 0, 1, 1, 1, NaN]);
  expect(evaluate(sign, [-2, 0, 3, NaN])).toEqual([-1, 0, 1, NaN]);
  expect(refusal(() => gradients(step, [1]))).toContain("unreachable");
  expect(refusal(() => gradients(sign, [1]))).toContain("unreachable");
});

test("sin and cos: ½ at π/6, 0 and 1 at 0, each the other's slope up to the sign", () => {
  const { PI } = Math;
  expectClose(evaluate(sin, [0, PI / 6, PI / 2, -PI / 2, PI]), [0, 0.5, 1, -1, 0]);
  expectClose(evaluate(cos, [0, PI / 3, PI / 2, -PI, 2 * PI]), [1, 0.5, 0, -1, 1]);
  expectClose(gradients(sin, [0, PI / 3, PI])[0]!, [1, 0.5, -1]);
  expectClose(gradients(cos, [PI / 6, -PI / 2, 0])[0]!, [-0.5, 1, 0]);
});

test("sin keeps the sign of 0; neither has a value at infinity", () => {
  expect(evaluate(sin, [0, -0, Infinity, -Infinity, NaN])).toEqual([0, -0, NaN, NaN, NaN]);
  expect(evaluate(cos, [0, -0, Infinity, -Infinity, NaN])).toEqual([1, 1, NaN, NaN, NaN]);
});

test("erf and the slope 2/√π e^(-x²), by Abramowitz and Stegun's table 7.1", () => {
  expectClose(
    evaluate(erf, [0.5, 1, 2, -1]),
    [0.5204998778130465, 0.8427007929497149, 0.9953222650189527, -0.8427007929497149],
  );
  expectClose(gradients(erf, [0, 1, -2])[0]!, [1.1283791670955126, 0.4151074974205947, 0.020666985354092053]);
});

test("erf: zeros keep their sign, infinities are ±1 with slope 0, NaN stays", () => {
  expect(evaluate(erf, [0, -0, Infinity, -Infinity, NaN])).toEqual([0, -0, 1, -1, NaN]);
  expect(gradients(erf, [Infinity, -1e200, NaN])).toEqual([[0, 0, NaN]]);
});

test("normalCdf and its slope, by Abramowitz and Stegun's table 26.1", () => {
  expectClose(
    evaluate(normalCdf, [0, 1, -1, 1.96]),
    [0.5, 0.8413447460685429, 0.15865525393145707, 0.9750021048517795],
  );
  expectClose(
    gradients(normalCdf, [0, 1, -1])[0]!,
    [0.3989422804014327, 0.24197072451914337, 0.24197072451914337],
  );
});

test("normalCdf keeps its digits far below 0, where 1 + erf has none, and so does its slope", () => {
  const [left] = evaluate(normalCdf, [-10]) as number[];
  expect(left! / 7.619853024160527e-24).toBeCloseTo(1, 13);
  const [slope] = gradients(normalCdf, [-10])[0] as number[];
  expect(slope! / 7.69459862670642e-23).toBeCloseTo(1, 13);
});

test("normalCdf: 0 and 1 at the ends with slope 0, NaN stays", () => {
  expect(evaluate(normalCdf, [Infinity, -Infinity, -100, 0, -0, NaN])).toEqual([1, 0, 0, 0.5, 0.5, NaN]);
  expect(gradients(normalCdf, [Infinity, -1e200, NaN])).toEqual([[0, 0, NaN]]);
});

test("the second derivatives are -2x times the one of erf, and -x times the density", () => {
  const ofErf = (g: Value, x: Value): Value => apply(erfGradientOp, { g, x });
  const density = (g: Value, x: Value): Value => apply(normalDensityOp, { g, x });
  expectClose(gradients(ofErf, [1, 1], [0, 1])[1]!, [0, -2 * 0.4151074974205947]);
  expectClose(gradients(density, [1, 1], [0, 1])[1]!, [0, -0.24197072451914337]);
});
