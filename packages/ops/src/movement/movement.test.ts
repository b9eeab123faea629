import { expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { evaluate, gradients, ints, refusal, withShapes } from "../testing/evaluate.js";
import { broadcastTo, concat, flatten, pad, reshape, slice, transpose } from "../movement.js";

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
  expect(by((x) => pad(x!, { axis: 0, before: -1 }))).toContain("bad-attribute: an integer at least 0");
  expect(by((x) => flatten(x!, { axis: 2 }))).toContain("an axis of x, from -2 to 1");
  expect(refusal(() => withShapes((a, b) => concat(a, b, { axis: 1 }), [2, 3], [3, 3]))).toContain(
    "equal dims of a and b on every axis but 1",
  );
  expect(refusal(() => withShapes((a, b) => concat(a, b, { axis: 1 }), [2, 3], [2]))).toContain(
    "of one rank",
  );
});
