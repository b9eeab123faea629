import fc from "fast-check";
import { expect, test } from "vitest";
import { problemsOf } from "./testing/refusals.js";
import { type Nested, nestedShape, tensor, tensorOf, toNested } from "./tensor.js";

fc.configureGlobal({ seed: 1 });

test("nested lists become row-major numbers with a shape", () => {
  const made = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(made).toEqual({ dtype: "float64", shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) });
  expect(tensor(7)).toEqual({ dtype: "float64", shape: [], data: Float64Array.of(7) });
  expect(tensor([], "int32")).toEqual({ dtype: "int32", shape: [0], data: new Int32Array(0) });
  expect(tensor([[], []]).shape).toEqual([2, 0]);
});

test("each dtype holds its own kind of array", () => {
  expect(tensor([0.1], "float32").data).toEqual(Float32Array.of(0.1));
  expect(tensor([2 ** 31 - 1, -(2 ** 31), -0], "int32").data).toEqual(
    Int32Array.of(2 ** 31 - 1, -(2 ** 31), 0),
  );
  expect(tensor([0, 1], "bool").data).toEqual(Uint8Array.of(0, 1));
});

const nested: fc.Arbitrary<Nested> = fc
  .array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 })
  .chain((shape) =>
    shape.reduceRight<fc.Arbitrary<Nested>>(
      (inner, size) => fc.array(inner, { minLength: size, maxLength: size }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
  );

test("lists survive the way there and back", () => {
  fc.assert(
    fc.property(nested, (values) => {
      expect(toNested(tensor(values))).toStrictEqual(values);
    }),
  );
});

test("flat numbers take the shape they are given", () => {
  expect(toNested(tensorOf([1, 2, 3, 4, 5, 6], [3, 2]))).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(toNested(tensorOf([], [2, 0]))).toEqual([[], []]);
  expect(toNested(tensorOf([5], []))).toBe(5);
});

test("the shape of lists is that of their first elements", () => {
  expect(nestedShape([[[1], [2]]])).toEqual([1, 2, 1]);
  expect(nestedShape(3)).toEqual([]);
});

test.each<[unknown, string, string]>([
  [[[1, 2], [3]], "a list of 1 at depth 1", "lists of equal length, shape [2, 2]"],
  [[[1], [2, 3]], "a list of 2 at depth 1", "lists of equal length, shape [2, 1]"],
  [[1, [2]], "a list of 1 at depth 1", "lists of equal length, shape [2]"],
  [[[1], 2], "2 at depth 1", "lists of equal length, shape [2, 1]"],
  [[[], [1]], "a list of 1 at depth 1", "lists of equal length, shape [2, 0]"],
])("%j is ragged", (values, got, need) => {
  expect(problemsOf(() => tensor(values as Nested))).toEqual([{ code: "ragged", got, need }]);
});

test.each<[unknown, "float64" | "float32" | "int32" | "bool", string]>([
  ["1", "float64", '"1"'],
  [[null], "float64", "null"],
  [[true], "bool", "true"],
  [[undefined], "float64", "nothing"],
  [1.5, "int32", "1.5"],
  [2 ** 31, "int32", "2147483648"],
  [2, "bool", "2"],
  [1e39, "float32", "1e+39"],
])("%j is no %s", (values, dtype, got) => {
  expect(problemsOf(() => tensor(values as Nested, dtype))).toEqual([
    { code: "not-a-number", got, need: `a ${dtype} number` },
  ]);
});

test("values must come to the shape that is stated", () => {
  expect(problemsOf(() => tensor([[1, 2]], "float64", [2, 1]))).toEqual([
    { code: "shape-mismatch", got: "values of shape [1, 2]", need: "[2, 1]" },
  ]);
});

test("flat numbers must be as many as the shape holds", () => {
  for (const numbers of [[1], [1, 2, 3]]) {
    expect(problemsOf(() => tensorOf(numbers, [2]))).toEqual([
      { code: "shape-mismatch", got: `${numbers.length} numbers`, need: "2, for shape [2]" },
    ]);
  }
});
