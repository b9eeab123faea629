import { apply, type Nested, type Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { add, multiply } from "../elementwise.js";
import { softmax } from "../normalise.js";
import { argMax, argMaxOp, argMin, max, maxGradientOp, min, minGradientOp, size } from "../reduce.js";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { graphOf, numbersOf } from "../testing/blockNumbers.js";

const matrix = [
  [1, 2, 3],
  [4, 5, 6],
];

test("min takes the least; ties share the derivative", () => {
  expect(evaluate(min, matrix)).toBe(1);
  expect(evaluate((x) => min(x, { axes: [1] }), matrix)).toEqual([1, 4]);
  expect(evaluate(min, [1, NaN, 3])).toBe(NaN);
  expect(evaluate(min, [Infinity, 2])).toBe(2);
  expect(Object.is(evaluate(min, [0, -0]), -0)).toBe(true);
  expect(gradients(min, [1, 3, 1])).toEqual([[0.5, 0, 0.5]]);
  const weighed = (x: Value, w: Value): Value => multiply(min(x, { axes: [1] }), w);
  const rows = [
    [7, 7, 7, 7],
    [0, 9, 0, 9],
  ];
  expect(gradients(weighed, rows, [4, 10])[0]).toEqual([
    [1, 1, 1, 1],
    [5, 0, 5, 0],
  ]);
});

test("a single number is its own least and greatest, with slope 1", () => {
  for (const call of [min, max]) {
    expect(evaluate(call, -3)).toBe(-3);
    expect(gradients(call, -3)).toEqual([1]);
  }
});

// The cotangent and the result are repeated to x, in whatever shape they come; ties are counted along the axes alone.
test.each([
  ["of one number", 6, 1, [1, 1, 2]],
  ["of a row", [6, 60, 600], [1, 1, 2], [1, 1, 2]],
  ["with ones in front", [[[6, 60, 600]]], [[[1, 1, 2]]], [1, 1, 2]],
] as const)("derivatives of extremes take cotangents that broadcast: %s", (_, g, y, line) => {
  const x: Nested = [[line as unknown as number[]]];
  for (const op of [maxGradientOp, minGradientOp]) {
    for (const axes of [[], [0], [1], [2], [0, 2], "all"] as const) {
      const operands = [g as Nested, x, y as Nested] as const;
      const made = evaluate((g, x, y) => apply(op, { g, x, y }, { axes }), ...operands);
      expect(evaluate((g, x, y) => op.decompose!({ g, x, y }, { axes }), ...operands)).toEqual(made);
      const isLine = axes === "all" || axes.some((axis) => axis === 2);
      const ties = line.filter((e, j) => e === (Array.isArray(y) ? flatOf(y)[j] : y)).length;
      const expected = line.map((e, j) => {
        const [own, cotangent] = [y, g].map((v) => (Array.isArray(v) ? flatOf(v)[j]! : (v as number)));
        return e === own ? cotangent! / (isLine ? ties : 1) : 0;
      });
      expect(made).toEqual([[expected]]);
    }
  }
});

const flatOf = (values: Nested): number[] => (typeof values === "number" ? [values] : values.flatMap(flatOf));

test("argMax and argMin tell the first of those that tie, as int32, and have no derivative", () => {
  expect(evaluate(argMax, [1, 3, 3, 2])).toBe(1);
  expect(evaluate(argMin, [4, 1, 3, 1])).toBe(1);
  expect(evaluate((x) => argMax(x, { axis: 0, keepDims: true }), matrix)).toEqual([[1, 1, 1]]);
  expect(evaluate((x) => argMin(x, { axis: 1 }), matrix)).toEqual([0, 0]);
  expect(evaluate(argMax, [-Infinity, -Infinity])).toBe(0);
  expect(evaluate(argMax, [-0, 0])).toBe(0);
  expect(withShapes(argMax, ["N", 3])).toMatchObject({ dtype: "int32", shape: ["N"] });
  expect(gradients((x) => multiply(x, size(argMax(x))), [5, 7])).toEqual([[1, 1]]);
});

test("argMax and argMin tell the first NaN, as max and min are NaN then", () => {
  expect(evaluate(argMax, [1, NaN, 9, NaN])).toBe(1);
  expect(evaluate(argMin, [NaN, 1])).toBe(0);
  expect(evaluate((x) => argMin(x, { axis: 0 }), [[1, 2], [0, NaN], [5, 1]])).toEqual([1, 1]); // prettier-ignore
});

test("M9: argMax of a softmax is that of its scores, whatever number is added to all of them", () => {
  const scores = [
    [0.1, 2, -3],
    [5, 4.9, 4.8],
    [-7, -9, -6.5],
  ];
  const chosen = [1, 0, 2];
  expect(evaluate(argMax, scores)).toEqual(chosen);
  for (const shift of [-700, -1, 0.5, 1000])
    expect(evaluate((x) => argMax(softmax(add(x, shift))), scores)).toEqual(chosen);
});

test("argMax makes indices that gather takes", () => {
  const graph = graphOf({
    inputs: { scores: { shape: ["N", 3] } },
    constants: { names: { value: [10, 20, 30] } },
    nodes: {
      best: { op: "argMax", in: ["scores"] },
      y: { op: "gather", in: ["names", "best"] },
    },
    outputs: { y: "y" },
  });
  expect(numbersOf(graph, {}, { scores: [[0, 1, 0], [2, 1, 0]] })("y")).toEqual([20, 10]); // prettier-ignore
});

test("refuses to choose where there is no axis, and no element", () => {
  expect(refusal(() => withShapes(argMax, []))).toBe("shape-mismatch: axis -1 to be an axis of x");
  expect(refusal(() => withShapes((x) => argMin(x, { axis: 2 }), ["N", 3]))).toBe(
    "shape-mismatch: axis 2 to be an axis of x",
  );
  expect(refusal(() => withShapes(argMax, ["N", 0]))).toBe(
    "shape-mismatch: an element along axis -1 to choose",
  );
  const kernel = (shape: readonly [number, number]) => () =>
    argMaxOp.kernel!(
      { x: { data: new Float64Array(0), shape } },
      { data: new Int32Array(shape[0]), shape: [shape[0]] },
      { axis: 1, keepDims: false },
    );
  expect(refusal(kernel([2, 0]))).toBe("no-element: one at least, to choose from");
  expect(refusal(kernel([0, 0]))).toBe("not refused");
});
