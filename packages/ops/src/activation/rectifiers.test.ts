import { type Value } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { crelu, hardSigmoid, prelu } from "../activation.js";
import { multiply } from "../elementwise.js";
import { evaluate, flat, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

describe("hardSigmoid", () => {
  const onnx = (x: Value): Value => hardSigmoid(x, { slope: 0.2 });
  const torch = (x: Value): Value => hardSigmoid(x, { slope: 1 / 6 });

  test("with slope 0.2 it is ONNX's, which rises from -2.5 to 2.5", () => {
    expectClose(evaluate(onnx, [-3, -2.5, -1, 0, 1, 2.5, 3]), [0, 0, 0.3, 0.5, 0.7, 1, 1]);
  });

  test("with slope 1/6 it is relu6(x + 3) / 6, of Keras 3 and PyTorch", () => {
    const x = Array.from({ length: 33 }, (_, i) => i / 4 - 4);
    expectClose(
      evaluate(torch, x),
      x.map((value) => Math.min(Math.max(value + 3, 0), 6) / 6),
    );
  });

  test("its slope where it begins and ends to rise is that of the left side", () => {
    expect(gradients(onnx, [-3, -2.5, 0, 2.5, 3])[0]).toEqual([0, 0, 0.2, 0.2, 0]);
    expect(gradients(torch, [-3, 3, 3.000001])[0]).toEqual([0, 1 / 6, 0]);
  });

  test("keeps its digits where it begins to rise", () => {
    expect(evaluate(torch, [-3 + 2 ** -40])).toEqual([2 ** -40 / 6]);
  });

  test("all over the line", () => {
    const x = [-Infinity, -3.4e38, NaN, 3.4e38, Infinity];
    expect(evaluate(torch, x)).toEqual([0, 0, NaN, 1, 1]);
    expect(gradients(torch, x)[0]).toEqual([0, 0, 0, 0, 0]);
    expect(evaluate((v) => hardSigmoid(v, { slope: 1e300 }), [-1e300, 0, 1e300])).toEqual([0, 0.5, 1]);
  });

  test("has no slope of its own, and none that is not above 0", () => {
    const call = (options: object): string =>
      refusal(() => withShapes((x) => hardSigmoid(x, options as { slope: number }), [3]));
    expect(call({})).toBe(
      'missing-attribute: "slope", a finite number above 0 (how steeply it rises: 0.2 in ONNX, 1/6 in Keras 3 and PyTorch)',
    );
    expect(call({ slope: 0 })).toBe("bad-attribute: a finite number above 0");
  });
});

describe("prelu", () => {
  const rows = [
    [-1, -2, 3],
    [-4, 5, -6],
  ];

  test("has a slope for each channel of the last axis, and sums its gradient over the rows", () => {
    const times = (x: Value, alpha: Value): Value => prelu(x, alpha, { form: "multiply" });
    expect(evaluate(times, rows, [0.5, 0.25, 2])).toEqual([
      [-0.5, -0.5, 3],
      [-2, 5, -12],
    ]);
    expect(gradients(times, rows, [0.5, 0.25, 2])).toEqual([
      [
        [0.5, 0.25, 1],
        [0.5, 1, 2],
      ],
      [-5, -2, -6],
    ]);
  });

  test("has one slope for all, and one for each of an axis that is not the last", () => {
    const by = (x: Value, alpha: Value): Value => prelu(x, alpha, { form: "divide" });
    expect(evaluate(by, rows, 4)).toEqual([
      [-0.25, -0.5, 3],
      [-1, 5, -1.5],
    ]);
    // -x / 16 of -1, -2, -4 and -6.
    expect(gradients(by, rows, 4)).toEqual([
      [
        [0.25, 0.25, 1],
        [0.25, 1, 0.25],
      ],
      13 / 16,
    ]);
    expect(gradients(by, rows, [[4], [2]])[1]).toEqual([[3 / 16], [10 / 4]]);
  });

  test("at 0 its slopes are those of the negative side", () => {
    expect(gradients((x, a) => prelu(x, a, { form: "multiply" }), [0, -0], 0.3)).toEqual([[0.3, 0.3], 0]);
    expect(gradients((x, a) => prelu(x, a, { form: "divide" }), [0], 4)).toEqual([[0.25], 0]);
  });

  test("all over the line; what is divided by 0 spoils no slope where x is above 0", () => {
    const x = [-Infinity, NaN, Infinity];
    expect(evaluate((v) => prelu(v, 0.5, { form: "multiply" }), x)).toEqual([-Infinity, NaN, Infinity]);
    expect(gradients((v, a) => prelu(v, a, { form: "divide" }), [1, 2], [0, 0])).toEqual([
      [1, 1],
      [0, 0],
    ]);
    expect(evaluate((v, a) => prelu(v, a, { form: "divide" }), [-1, 1], 0)).toEqual([-Infinity, 1]);
    // alpha² is beyond float64, and so is 1/alpha².
    expect(gradients((v, a) => prelu(v, a, { form: "divide" }), [-1e300], 1e200)[1]).toBeCloseTo(1e-100, 110);
    expect(flat(gradients((v, a) => prelu(v, a, { form: "divide" }), [-1e-300], 1e-200)[1]!)[0]).toBeCloseTo(
      1e100,
      -90,
    );
  });

  test("has no form of its own, and alpha must broadcast", () => {
    expect(refusal(() => withShapes((x, a) => prelu(x, a, {} as never), [3], []))).toContain(
      'missing-attribute: "form", one of "multiply", "divide"',
    );
    expect(refusal(() => withShapes((x, a) => prelu(x, a, { form: "multiply" }), ["N", 3], [2]))).toBe(
      "shape-mismatch: equal dims from the last axis on, or 1",
    );
  });
});

describe("crelu", () => {
  const rows = [
    [1, -2],
    [-3, 4],
  ];

  test("puts both halves behind one another along any axis", () => {
    expect(evaluate(crelu, rows)).toEqual([
      [1, 0, 0, 2],
      [0, 4, 3, 0],
    ]);
    expect(evaluate((x) => crelu(x, { axis: 0 }), rows)).toEqual([
      [1, 0],
      [0, 4],
      [0, 2],
      [3, 0],
    ]);
  });

  test("hands each half's derivative back where it came from; at 0 it is 0", () => {
    const weighed = (x: Value, w: Value): Value => multiply(crelu(x), w);
    expect(gradients(weighed, [1, -2, 0], [10, 20, 30, 40, 50, 60])[0]).toEqual([10, -50, 0]);
  });

  test("keeps NaN in both halves, and infinities in theirs", () => {
    expect(evaluate(crelu, [NaN, -Infinity, Infinity])).toEqual([NaN, 0, Infinity, NaN, Infinity, 0]);
    expect(evaluate(crelu, [])).toEqual([]);
  });

  test("refuses a scalar, an axis that is not there and one whose length is a name", () => {
    const call = (shape: readonly (number | string)[], axis?: number): string =>
      refusal(() => withShapes((x) => crelu(x, axis === undefined ? {} : { axis }), shape));
    expect(call([])).toBe("shape-mismatch: x of rank 1 or more");
    expect(call([2, 3], 2)).toBe("shape-mismatch: an axis of x, from -2 to 1");
    expect(call([3, "N"])).toBe(
      "shape-mismatch: an axis of integer length to double: N is a name and no number to reckon with, so take another axis, or choose rows in the data",
    );
  });
});
