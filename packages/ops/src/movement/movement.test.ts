import {
  build,
  compile,
  createState,
  type Nested,
  reference,
  type Shape,
  tensor,
  toNested,
  type Value,
} from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { evaluate, gradients, ints, refusal, registry, withShapes } from "../testing/evaluate.js";
import {
  broadcastTo,
  concat,
  concatAll,
  flatten,
  pad,
  reshape,
  slice,
  split,
  squeeze,
  stack,
  tile,
  transpose,
  unsqueeze,
} from "../movement.js";

const matrix = [
  [1, 2, 3],
  [4, 5, 6],
];

test("transpose makes columns of rows, or any order of axes", () => {
  expect(evaluate(transpose, matrix)).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  const turned = evaluate((x) => transpose(x, { axes: [2, 0, 1] }), [matrix]);
  expect(turned).toEqual([[[1, 4]], [[2, 5]], [[3, 6]]].map(([row]) => [row]));
});

test("transpose's derivative is turned back", () => {
  const [g] = gradients((x, w) => multiply(transpose(x, { axes: [1, 0] }), w), matrix, [
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(g).toEqual([
    [1, 3, 5],
    [2, 4, 6],
  ]);
});

test("reshape keeps the row-major order", () => {
  expect(evaluate((x) => reshape(x, [3, 2]), matrix)).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(gradients((x, w) => multiply(reshape(x, [6]), w), matrix, [1, 2, 3, 4, 5, 6])[0]).toEqual(matrix);
});

test("reshape moves a name about, and refuses arithmetic on it", () => {
  expect(withShapes((x) => reshape(x, [2, "N", 3]), ["N", 6]).shape).toEqual([2, "N", 3]);
  expect(refusal(() => withShapes((x) => reshape(x, [18]), ["N", 6]))).toContain(
    "a name such as N is no number to reckon with",
  );
  expect(refusal(() => withShapes((x) => reshape(x, ["N", 4]), ["N", 6]))).toContain("multiply to 6");
});

test("reshape finds what -1 stands for: a number, or the one name that is not there", () => {
  expect(evaluate((x) => reshape(x, [-1]), matrix)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(evaluate((x) => reshape(x, [-1, 2]), matrix)).toEqual([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
  expect(evaluate((x) => reshape(x, [-1, 3]), ints([6, 5, 4]))).toEqual([[6, 5, 4]]);
  const shapeOf = (from: Shape, to: Shape): Shape => withShapes((x) => reshape(x, to), from).shape;
  expect(shapeOf(["N", 2, 3], ["N", -1])).toEqual(["N", 6]);
  expect(shapeOf(["N", 6], [-1, 2, "N"])).toEqual([3, 2, "N"]);
  expect(shapeOf(["N", 6], [-1, 6])).toEqual(["N", 6]);
  expect(shapeOf(["N", "T", 6], [2, -1, "N", 3])).toEqual([2, "T", "N", 3]);
  expect(shapeOf([0, 3], [-1, 3])).toEqual([0, 3]);
  expect(shapeOf([], [-1, 1])).toEqual([1, 1]);
  const weighed = gradients((x, w) => multiply(reshape(x, [-1]), w), matrix, [1, 2, 3, 4, 5, 6]);
  expect(weighed[0]).toEqual(matrix);
});

test("what -1 cannot stand for is refused", () => {
  const by = (from: Shape, to: Shape): string => refusal(() => withShapes((x) => reshape(x, to), from));
  expect(by([2, 3], [-1, -1])).toBe("bad-attribute: at most one -1: it is what the other dims leave over");
  expect(by([2, 3], [4, -1])).toBe(
    "shape-mismatch: a shape of as many elements: its integers must divide 6, as -1 stands for what is left over",
  );
  expect(by(["N", 6], ["N", 4, -1])).toContain("must divide 6");
  expect(by([0, 3], [0, -1])).toBe("shape-mismatch: no 0 beside -1, for which any size would do then");
  expect(by(["N", 6], [-1])).toContain("a name such as N is no number to reckon with");
  expect(by(["N", 6], [-1, 3])).toContain("a name such as N is no number to reckon with");
  expect(by(["N", "T"], [-1])).toContain("the same named dims in x and shape");
  expect(by([2, 3], [-2])).toBe("bad-attribute: a list of integers, dim names and -1");
});

test("squeeze leaves out axes of size 1, and never one whose length is a name", () => {
  expect(evaluate((x) => squeeze(x), [[[1], [2]]])).toEqual([1, 2]);
  expect(evaluate((x) => squeeze(x, { axes: [0] }), [[[1], [2]]])).toEqual([[1], [2]]);
  expect(evaluate((x) => squeeze(x, { axes: [-1] }), ints([[3], [4]]))).toEqual([3, 4]);
  expect(evaluate((x) => squeeze(x), [[7]])).toBe(7);
  expect(evaluate((x) => squeeze(x, { axes: [] }), [[7]])).toEqual([[7]]);
  expect(withShapes((x) => squeeze(x), [1, "N", 1, 3]).shape).toEqual(["N", 3]);
  expect(gradients((x, w) => multiply(squeeze(x), w), [[1], [2]], [5, 6])[0]).toEqual([[5], [6]]);
  const by = (axes: number[]): string => refusal(() => withShapes((x) => squeeze(x, { axes }), ["N", 3, 1]));
  expect(by([1])).toBe("shape-mismatch: axes of size 1: that of axis 1 is 3");
  expect(by([-3])).toBe(
    "shape-mismatch: axes of size 1: that of axis -3 is N, a name that may come to any size",
  );
  expect(by([3])).toBe("shape-mismatch: distinct axes of x, each from -3 to 2");
  expect(by([2, -1])).toBe("shape-mismatch: distinct axes of x, each from -3 to 2");
  expect(refusal(() => withShapes((x) => squeeze(x, { axes: [0] }), []))).toBe(
    "shape-mismatch: distinct axes of x, which has none",
  );
});

test("unsqueeze puts in axes of size 1, counted in the result", () => {
  expect(evaluate((x) => unsqueeze(x, { axes: [0] }), [1, 2])).toEqual([[1, 2]]);
  expect(evaluate((x) => unsqueeze(x, { axes: [-1] }), [1, 2])).toEqual([[1], [2]]);
  expect(evaluate((x) => unsqueeze(x, { axes: [2, 0] }), ints([1, 2]))).toEqual([[[1], [2]]]);
  expect(evaluate((x) => unsqueeze(x, { axes: [0, 1] }), 3)).toEqual([[3]]);
  expect(withShapes((x) => unsqueeze(x, { axes: [1] }), ["N", "T"]).shape).toEqual(["N", 1, "T"]);
  expect(gradients((x, w) => multiply(unsqueeze(x, { axes: [1] }), w), [1, 2], [[5], [6]])[0]).toEqual([
    5, 6,
  ]);
  const by = (axes: number[]): string => refusal(() => withShapes((x) => unsqueeze(x, { axes }), [2, 3]));
  expect(by([3])).toBe("shape-mismatch: distinct axes of the result, each from -3 to 2");
  expect(by([0, -4])).toBe("shape-mismatch: distinct axes of the result, each from -4 to 3");
});

test("broadcastTo repeats, and its derivative is summed", () => {
  expect(evaluate((x) => broadcastTo(x, [2, 3]), [1, 2, 3])).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(evaluate((x) => broadcastTo(x, [2, 3]), [[1], [2]])).toEqual([
    [1, 1, 1],
    [2, 2, 2],
  ]);
  expect(gradients((x, w) => multiply(broadcastTo(x, [2, 3]), w), [[1], [2]], matrix)[0]).toEqual([
    [6],
    [15],
  ]);
  expect(gradients((x, w) => multiply(broadcastTo(x, [2, 3]), w), 1, matrix)[0]).toBe(21);
});

test("broadcastTo never shrinks", () => {
  expect(refusal(() => withShapes((x) => broadcastTo(x, [3]), [2, 3]))).toContain("shape-mismatch");
  expect(refusal(() => withShapes((x) => broadcastTo(x, [1]), [3]))).toContain("shape-mismatch");
  expect(refusal(() => withShapes((x) => transpose(x, { axes: [0, 0] }), [3, 3]))).toContain("bad-attribute");
  expect(refusal(() => withShapes((x) => transpose(x, { axes: [0, -2] }), [3, 3]))).toContain(
    "each of the 2 axes of x once",
  );
});

test("slice takes what lies between two places, counted from either end", () => {
  expect(evaluate((x) => slice(x, { axis: 1, start: 1, stop: 3 }), matrix)).toEqual([
    [2, 3],
    [5, 6],
  ]);
  expect(evaluate((x) => slice(x, { axis: 0, start: -1 }), matrix)).toEqual([[4, 5, 6]]);
  expect(evaluate((x) => slice(x, { axis: -1, stop: -2 }), matrix)).toEqual([[1], [4]]);
  expect(evaluate((x) => slice(x, { axis: 1, start: 2 }), ints(matrix))).toEqual([[3], [6]]);
  expect(gradients((x, w) => multiply(slice(x, { axis: 1, start: 1 }), w), matrix, [7, 8])[0]).toEqual([
    [0, 7, 8],
    [0, 7, 8],
  ]);
});

test("slice takes every so manieth place, and goes backwards", () => {
  const row = [0, 10, 20, 30, 40, 50, 60];
  const of = (options: Partial<Parameters<typeof slice>[1]>): Nested =>
    evaluate((x) => slice(x, { axis: 0, ...options }), row);
  expect(of({ step: 2 })).toEqual([0, 20, 40, 60]);
  expect(of({ start: 1, stop: 6, step: 3 })).toEqual([10, 40]);
  expect(of({ step: -1 })).toEqual([60, 50, 40, 30, 20, 10, 0]);
  expect(of({ start: -2, stop: 1, step: -2 })).toEqual([50, 30]);
  expect(of({ start: 2, step: -1 })).toEqual([20, 10, 0]);
  expect(of({ start: 2, stop: 2, step: -1 })).toEqual([]);
  expect(of({ step: 100 })).toEqual([0]);
  expect(of({ step: -100 })).toEqual([60]);
  expect(evaluate((x) => slice(x, { axis: -1, step: -1 }), ints(matrix))).toEqual([[3, 2, 1], [6, 5, 4]]); // prettier-ignore
  expect(withShapes((x) => slice(x, { axis: 1, step: -2 }), ["N", 5, "T"]).shape).toEqual(["N", 3, "T"]);
});

test("a slice with steps has its derivative where its elements were, zeros between", () => {
  const by = (options: Partial<Parameters<typeof slice>[1]>, w: number[]): Nested =>
    gradients((x, weights) => multiply(slice(x, { axis: 0, ...options }), weights), [1, 2, 3, 4, 5], w)[0]!;
  expect(by({ step: 2 }, [7, 8, 9])).toEqual([7, 0, 8, 0, 9]);
  expect(by({ step: -1 }, [1, 2, 3, 4, 5])).toEqual([5, 4, 3, 2, 1]);
  expect(by({ start: 3, stop: 0, step: -2 }, [7, 8])).toEqual([0, 8, 0, 7, 0]);
  expect(by({ start: 1, step: 9 }, [7])).toEqual([0, 7, 0, 0, 0]);
  expect(by({ start: 5 }, [])).toEqual([0, 0, 0, 0, 0]);
});

test("pad puts zeros on either side, and its derivative cuts them off", () => {
  expect(evaluate((x) => pad(x, { axis: 1, before: 1, after: 2 }), matrix)).toEqual([
    [0, 1, 2, 3, 0, 0],
    [0, 4, 5, 6, 0, 0],
  ]);
  expect(evaluate((x) => pad(x, { axis: 0, after: 1 }), [[1, 2]])).toEqual([
    [1, 2],
    [0, 0],
  ]);
  const weighed = gradients(
    (x, w) => multiply(pad(x, { axis: 0, before: 1, after: 1 }), w),
    [5, 6],
    [1, 2, 3, 4],
  );
  expect(weighed[0]).toEqual([2, 3]);
});

test("pad takes several axes, zeros between, and another number", () => {
  expect(evaluate((x) => pad(x, { axis: [0, 1], before: [1, 0], after: 1, value: 9 }), [[1, 2]])).toEqual([
    [9, 9, 9],
    [1, 2, 9],
    [9, 9, 9],
  ]);
  expect(evaluate((x) => pad(x, { axis: -1, between: 2, before: 1 }), [1, 2, 3])).toEqual([
    0, 1, 0, 0, 2, 0, 0, 3,
  ]);
  expect(evaluate((x) => pad(x, { axis: 0, before: 2, between: 3, value: -0.5 }), [])).toEqual([-0.5, -0.5]);
  expect(evaluate((x) => pad(x, { axis: 0, after: 1 }), ints([4]))).toEqual([4, 0]);
  const weights = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]; // prettier-ignore
  const weighed = gradients(
    (x, w) => multiply(pad(x, { axis: [1, 0], between: [1, 0], after: [0, 1], before: [0, 1], value: 3 }), w),
    [[1, 2]],
    weights,
  );
  expect(weighed[0]).toEqual([[4, 6]]);
  expect(withShapes((x) => pad(x, { axis: [0, -1], before: 1 }), [2, "N", 3]).shape).toEqual([3, "N", 4]);
});

test("tile repeats along each axis", () => {
  expect(evaluate((x) => tile(x, { repeats: [2] }), [1, 2])).toEqual([1, 2, 1, 2]);
  expect(evaluate((x) => tile(x, { repeats: [2, 2] }), [[1, 2]])).toEqual([
    [1, 2, 1, 2],
    [1, 2, 1, 2],
  ]);
  expect(evaluate((x) => tile(x, { repeats: [2, 1] }), [1, 2])).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(evaluate((x) => tile(x, { repeats: [2] }), ints([[1], [2]]))).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(evaluate((x) => tile(x, { repeats: [0] }), [1, 2])).toEqual([]);
  expect(withShapes((x) => tile(x, { repeats: [2, 1, 3] }), ["N", 4]).shape).toEqual([2, "N", 12]);
  const weighed = gradients((x, w) => multiply(tile(x, { repeats: [2] }), w), [1, 2], [3, 4, 50, 60]);
  expect(weighed[0]).toEqual([53, 64]);
  expect(refusal(() => withShapes((x) => tile(x, { repeats: [2, 1] }), ["N", 4]))).toBe(
    "shape-mismatch: an axis of integer length to repeat: N is a name and no number to reckon with, " +
      "so take another axis, or choose rows in the data",
  );
  expect(refusal(() => withShapes((x) => tile(x, { repeats: [-1] }), [2]))).toBe(
    "bad-attribute: a list, each item an integer at least 0",
  );
});

test("stack puts values side by side, along a new axis", () => {
  const two = (axis: number): Nested => evaluate((a, b) => stack([a, b], { axis }), [1, 2, 3], [4, 5, 6]);
  expect(two(0)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(two(-1)).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  expect(evaluate((a, b, c) => stack([a, b, c], { axis: 0 }), 1, 2, 3)).toEqual([1, 2, 3]);
  expect(evaluate((a) => stack([a], { axis: 1 }), [1, 2])).toEqual([[1], [2]]);
  const same = gradients((a, w) => multiply(stack([a, a], { axis: 0 }), w), [1, 2], [[3, 4], [50, 60]]); // prettier-ignore
  expect(same[0]).toEqual([53, 64]);
  const by = (axis: number, ...shapes: Shape[]): string =>
    refusal(() => withShapes((...values) => stack(values as Value[], { axis }), ...shapes));
  expect(by(0, [2], [3])).toBe("shape-mismatch: a = b");
  expect(by(3, [2, 3], [2, 3])).toBe("shape-mismatch: an axis of the result, from -3 to 2");
  expect(refusal(() => stack([], { axis: 0 }))).toBe("wrong-inputs: at least one to join");
  expect(refusal(() => concatAll([], { axis: 0 }))).toBe("wrong-inputs: at least one to join");
});

test("split cuts into equal parts or parts of given lengths, each a value of its own", () => {
  const parts = (options: Parameters<typeof split>[1], x: Nested, part: number): Nested =>
    evaluate((value) => split(value, options)[part]!, x);
  expect(parts({ axis: 0, parts: 3 }, [1, 2, 3, 4, 5, 6], 1)).toEqual([3, 4]);
  expect(parts({ axis: 1, parts: [2, 1] }, matrix, 0)).toEqual([
    [1, 2],
    [4, 5],
  ]);
  expect(parts({ axis: -1, parts: [2, 1] }, matrix, 1)).toEqual([[3], [6]]);
  expect(parts({ axis: 0, parts: [0, 2] }, [1, 2], 0)).toEqual([]);
  const made = withShapes((x) => split(x, { axis: 1, parts: [1, 3] })[1]!, ["N", 4]);
  expect(made).toMatchObject({
    op: "split",
    shape: ["N", 3],
    attributes: { axis: 1, parts: [1, 3], part: 1 },
  });
  const weighed = gradients(
    (x, w) => multiply(split(x, { axis: 0, parts: [1, 2] })[1]!, w),
    [1, 2, 3],
    [7, 8],
  );
  expect(weighed[0]).toEqual([0, 7, 8]);
  const by = (options: Parameters<typeof split>[1]): string =>
    refusal(() => withShapes((x) => split(x, options)[0]!, ["N", 4]));
  expect(by({ axis: 1, parts: 3 })).toBe(
    "shape-mismatch: a number of parts that divides 4, the length of axis 1",
  );
  expect(by({ axis: -1, parts: [1, 2] })).toBe(
    "shape-mismatch: parts that add up to 4, the length of axis -1",
  );
  expect(by({ axis: 1, parts: [] })).toBe("bad-attribute: parts: at least one");
  expect(by({ axis: 1, parts: 0 })).toBe("bad-attribute: parts: at least one");
  expect(by({ axis: 1, parts: [5, -1] })).toContain("bad-attribute: an integer at least 0");
  expect(by({ axis: 0, parts: 2 })).toContain("an axis of integer length to split: N is a name");
});

test("concat joins along an axis, and each part has its own derivative", () => {
  expect(evaluate((a, b) => concat(a, b, { axis: 1 }), matrix, [[7], [8]])).toEqual([
    [1, 2, 3, 7],
    [4, 5, 6, 8],
  ]);
  expect(evaluate((a, b) => concat(a, b, { axis: -2 }), matrix, [[7, 8, 9]])).toEqual([...matrix, [7, 8, 9]]);
  const weighed = gradients((a, b, w) => multiply(concat(a, b, { axis: 0 }), w), [1, 2], [3], [7, 8, 9]);
  expect(weighed.slice(0, 2)).toEqual([[7, 8], [9]]);
  const twice = gradients((a, w) => multiply(concat(a, a, { axis: 0 }), w), [1, 2], [7, 8, 9, 10]);
  expect(twice[0]).toEqual([16, 18]);
});

test("flatten makes the axes from one on one, row-major", () => {
  expect(
    evaluate(flatten, [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]),
  ).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  expect(evaluate((x) => flatten(x, { axis: 0 }), matrix)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(withShapes(flatten, ["N", 8, 14, 14]).shape).toEqual(["N", 1568]);
  expect(withShapes((x) => flatten(x, { axis: -2 }), ["N", "T", 3, 4]).shape).toEqual(["N", "T", 12]);
  expect(withShapes(flatten, ["N", "p"]).shape).toEqual(["N", "p"]);
  expect(gradients((x, w) => multiply(flatten(x), w), [[[1, 2]], [[3, 4]]], [5, 6])[0]).toEqual([
    [[5, 6]],
    [[5, 6]],
  ]);
});

test("there is no reckoning with a name, and each message says what to do", () => {
  const by = (call: Parameters<typeof withShapes>[0]) => refusal(() => withShapes(call, ["N", 3]));
  const name = "N is a name and no number to reckon with, so take another axis, or choose rows in the data";
  expect(by((x) => slice(x!, { axis: 0, stop: 1 }))).toBe(
    `shape-mismatch: an axis of integer length to slice along: ${name}`,
  );
  expect(by((x) => pad(x!, { axis: -2, before: 1 }))).toContain(`to pad: ${name}`);
  expect(by((x) => concat(x!, x!, { axis: 0 }))).toContain(`to join along: ${name}`);
  expect(by((x) => flatten(x!, { axis: 0 }))).toContain("so let axis begin after it");
});

test("axes and places that are not there are refused", () => {
  const by = (call: Parameters<typeof withShapes>[0]) => refusal(() => withShapes(call, [2, 3]));
  expect(by((x) => slice(x!, { axis: 2 }))).toBe("shape-mismatch: an axis of x, from -2 to 1");
  expect(by((x) => slice(x!, { axis: 1, start: 2, stop: 1 }))).toContain("0 ≤ start ≤ stop ≤ 3");
  expect(by((x) => slice(x!, { axis: 1, stop: 4 }))).toContain("the length of axis 1");
  expect(by((x) => slice(x!, { axis: 1, start: -4 }))).toContain("0 ≤ start");
  expect(by((x) => slice(x!, { axis: 1, step: 0 }))).toBe("bad-attribute: a step other than 0");
  const backwards = "shape-mismatch: 3 > start ≥ stop ≥ 0, as step is negative and 3 the length of axis 1";
  expect(by((x) => slice(x!, { axis: 1, start: 3, step: -1 }))).toBe(backwards);
  expect(by((x) => slice(x!, { axis: 1, start: 0, stop: 1, step: -1 }))).toBe(backwards);
  expect(by((x) => slice(x!, { axis: 1, stop: -4, step: -1 }))).toBe(backwards);
  expect(by((x) => slice(x!, { axis: 1, start: -4, step: -1 }))).toBe(backwards);
  expect(by((x) => pad(x!, { axis: 0, before: -1 }))).toBe(
    "bad-attribute: an integer at least 0, or a list of such",
  );
  expect(by((x) => pad(x!, { axis: [0, 1], before: [1, 2, 3] }))).toBe(
    "bad-attribute: before, after and between: a number, or a list with one for each axis, here 2",
  );
  expect(by((x) => pad(x!, { axis: [0, -2] }))).toBe("shape-mismatch: distinct axes of x, each from -2 to 1");
  expect(by((x) => pad(x!, { axis: 2 }))).toBe("shape-mismatch: distinct axes of x, each from -2 to 1");
  expect(refusal(() => withShapes((x) => pad(x, { axis: 0, after: 1, value: 2 }), [[3], "int32"]))).toBe(
    "dtype-mismatch: float for x of op pad",
  );
  expect(by((x) => flatten(x!, { axis: 2 }))).toBe("shape-mismatch: an axis of x, from -2 to 1");
  expect(by((x) => flatten(x!, { axis: -3 }))).toBe("shape-mismatch: an axis of x, from -2 to 1");
  expect(refusal(() => withShapes((x) => flatten(x, { axis: 0 }), []))).toBe(
    "shape-mismatch: x of rank 1 or more",
  );
  expect(refusal(() => withShapes((a, b) => concat(a, b, { axis: 1 }), [2, 3], [3, 3]))).toContain(
    "equal dims of a and b on every axis but 1",
  );
  expect(refusal(() => withShapes((a, b) => concat(a, b, { axis: 1 }), [2, 3], [2]))).toContain(
    "of one rank",
  );
});

describe("what people know by another name is found by it", () => {
  const onnx = registry
    .all("ops")
    .flatMap(({ name, doc }) => (doc.names?.onnx ? [[doc.names.onnx, name]] : []));
  test.each([
    ["Expand", "broadcastTo"],
    ["Reshape", "reshape"],
    ["Flatten", "flatten"],
    ["Squeeze", "squeeze"],
    ["Unsqueeze", "unsqueeze"],
    ["Transpose", "transpose"],
    ["Concat", "concat"],
    ["Split", "split"],
    ["Slice", "slice"],
    ["Pad", "pad"],
    ["Tile", "tile"],
    ["Gather", "gather"],
    ["ScatterND", "scatterAdd"],
    ["OneHot", "oneHot"],
    ["Size", "size"],
  ])("ONNX's %s is %s", (theirs, ours) => {
    expect(onnx.filter(([known]) => known === theirs)).toEqual([[theirs, ours]]);
  });
});

test("in a spec each is called with its attributes, and each part of a split is a node", () => {
  const model = build(
    {
      dtype: "float64",
      dims: { rows: 2 },
      model: {
        inputs: { x: { shape: ["N", 4] } },
        nodes: {
          left: { op: "split", in: ["x"], axis: 1, parts: 2, part: 0 },
          right: { op: "split", in: ["x"], axis: 1, parts: [2, 2], part: -1 },
          both: { op: "stack", in: ["left", "right"], axis: 1 },
          turned: { op: "slice", in: ["both"], axis: 1, step: -1 },
          row: { op: "reshape", in: ["turned"], shape: ["N", -1] },
          square: { op: "reshape", in: ["row"], shape: [-1, "rows", 2] },
          wide: { op: "unsqueeze", in: ["square"], axes: [-1] },
          thin: { op: "squeeze", in: ["wide"] },
          padded: { op: "pad", in: ["thin"], axis: [1, 2], before: [1, 0], value: 5 },
          tiled: { op: "tile", in: ["padded"], repeats: [2] },
        },
        outputs: { row: "row", tiled: "tiled" },
      },
    },
    { registry },
  );
  const shapes = Object.fromEntries(model.nodes.map(({ id, shape }) => [id, shape]));
  expect(shapes).toMatchObject({ row: ["N", 4], square: ["N", 2, 2], thin: ["N", 2, 2], tiled: ["N", 3, 4] });
  const state = createState(model, registry);
  const plan = compile(model, { registry, engine: reference(), state, dims: { N: 1 } });
  plan.feed({ x: tensor([[1, 2, 3, 4]]) });
  plan.forward();
  expect(toNested(plan.read("row"))).toEqual([[3, 4, 1, 2]]);
  expect(toNested(plan.read("tiled"))).toEqual([[[5, 5, 5, 5], [3, 4, 3, 4], [1, 2, 1, 2]]]); // prettier-ignore
});
