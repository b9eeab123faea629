import { Refusal, type Shape } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { evaluate, gradients, ints, refusal, withShapes } from "../testing/evaluate.js";
import { computed, expectMoved, indicesOf } from "../testing/moved.js";
import { gather, oneHot, scatterAdd } from "../indexing.js";

const rows = [
  [1, 2],
  [3, 4],
  [5, 6],
];

test("gather takes rows by number, as often as they are asked for", () => {
  expect(evaluate(gather, rows, ints([2, 0, 2]))).toEqual([
    [5, 6],
    [1, 2],
    [5, 6],
  ]);
  expect(evaluate(gather, [10, 20, 30], ints([[1], [2]]))).toEqual([[20], [30]]);
});

test("a row that is taken twice has twice the derivative, one never taken 0", () => {
  expect(gradients(gather, rows, ints([2, 0, 2]))).toEqual([
    [
      [1, 1],
      [0, 0],
      [2, 2],
    ],
  ]);
});

test("scatterAdd adds up rows at their numbers, and its derivative gathers", () => {
  expect(evaluate((x, i) => scatterAdd(x, i, [4, 2]), rows, ints([3, 0, 3]))).toEqual([
    [3, 4],
    [0, 0],
    [0, 0],
    [6, 8],
  ]);
  const weighed = gradients(
    (x, w, i) => multiply(scatterAdd(x, i, [4]), w),
    [1, 1, 1],
    [7, 8, 9, 10],
    ints([3, 0, 3]),
  );
  expect(weighed[0]).toEqual([10, 7, 10]);
});

test("gather takes places along any axis", () => {
  expect(evaluate((x, i) => gather(x, i, { axis: 1 }), rows, ints([1, 1, 0]))).toEqual([
    [2, 2, 1],
    [4, 4, 3],
    [6, 6, 5],
  ]);
  expect(evaluate((x, i) => gather(x, i, { axis: -1 }), rows, ints(1))).toEqual([2, 4, 6]);
  expect(gradients((x, i) => gather(x, i, { axis: 1 }), rows, ints([1, 1]))[0]).toEqual([
    [0, 2],
    [0, 2],
    [0, 2],
  ]);
  const made = withShapes((x, i) => gather(x, i, { axis: 1 }), ["N", 5, "T"], [[2, 3], "int32"]);
  expect(made.shape).toEqual(["N", 2, 3, "T"]);
});

test("scatterAdd adds up along any axis, and what nothing names is 0", () => {
  const x = [[1, 2, 4], [10, 20, 40]]; // prettier-ignore
  expect(evaluate((v, i) => scatterAdd(v, i, [2, 2], { axis: 1 }), x, ints([1, 0, 1]))).toEqual([
    [2, 5],
    [20, 50],
  ]);
  expect(evaluate((v, i) => scatterAdd(v, i, [3]), [], ints([]))).toEqual([0, 0, 0]);
  expect(evaluate((v, i) => scatterAdd(v, i, [3], { axis: -1 }), 7, ints(2))).toEqual([0, 0, 7]);
});

/** A shape, one of its axes, and indices of rank 0 to 2 that point into it. */
const drawn = fc
  .array(fc.constantFrom<number[]>(1, 2, 3, 5, 0), { minLength: 1, maxLength: 4 })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      axis: fc.nat(shape.length - 1),
      fromEnd: fc.boolean(),
      of: fc.array(fc.constantFrom<number[]>(0, 1, 2, 3), { maxLength: 2 }),
      numbers: fc.array(fc.nat(4), { minLength: 9, maxLength: 9 }),
    }),
  )
  // Into an axis of length 0 only indices that there are none of can point.
  .map(({ of, ...rest }) => ({ ...rest, of: rest.shape[rest.axis] === 0 ? [0] : of }));

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** The indices as a tensor, and the parts of a gathered place: before, in and behind the indices. */
function placesOf({ shape, axis, of, numbers }: Drawn) {
  const places = indicesOf(of);
  const indices = places.map((_, i) => numbers[i]! % Math.max(1, shape[axis]!));
  const at = (place: readonly number[]): number =>
    indices[places.findIndex((own) => own.join() === place.join())]!;
  const source = (index: readonly number[]): number[] => [
    ...index.slice(0, axis),
    at(index.slice(axis, axis + of.length)),
    ...index.slice(axis + of.length),
  ];
  return { indices, source, gathered: [...shape.slice(0, axis), ...of, ...shape.slice(axis + 1)] };
}

const named = ({ axis, shape, fromEnd }: Drawn): { axis: number } => ({
  axis: fromEnd ? axis - shape.length : axis,
});

test("gather agrees with a loop over indices, along every axis", () => {
  fc.assert(
    fc.property(drawn, (item) => {
      const { indices, source, gathered } = placesOf(item);
      expectMoved({
        shapes: [item.shape],
        call: ([x], constant) => gather(x!, constant(indices, item.of, "int32"), named(item)),
        shape: gathered,
        origin: (index) => ({ input: 0, index: source(index) }),
      });
    }),
    { numRuns: 100 },
  );
});

test("scatterAdd agrees with a loop that adds, along every axis", () => {
  fc.assert(
    fc.property(drawn, (item) => {
      const { indices, source, gathered } = placesOf(item);
      const sums = new Map<string, number>();
      const x = indicesOf(gathered).map((index, i) => {
        const to = source(index).join();
        sums.set(to, (sums.get(to) ?? 0) + i + 1);
        return i + 1;
      });
      const made = computed([x, gathered], (value, constant) =>
        scatterAdd(value, constant(indices, item.of, "int32"), item.shape, named(item)),
      );
      expect(made).toEqual(indicesOf(item.shape).map((index) => sums.get(index.join()) ?? 0));
    }),
    { numRuns: 100 },
  );
});

test("oneHot puts a 1 in each index's place", () => {
  expect(evaluate((i) => oneHot(i, { classes: 3 }), ints([2, 0]))).toEqual([
    [0, 0, 1],
    [1, 0, 0],
  ]);
  expect(withShapes((i) => oneHot(i, { classes: 3 }), [["N"], "int32"]).shape).toEqual(["N", 3]);
});

test("an index that points nowhere is refused, and so are indices that are no integers", () => {
  expect(refusal(() => evaluate(gather, rows, ints([3])))).toBe("index-out-of-range: an integer from 0 to 2");
  expect(refusal(() => evaluate((i) => oneHot(i, { classes: 3 }), ints([-1])))).toContain(
    "index-out-of-range",
  );
  expect(refusal(() => evaluate((x, i) => scatterAdd(x, i, [2]), [1], ints([2])))).toContain(
    "index-out-of-range",
  );
  expect(refusal(() => withShapes(gather, [3], ["N"]))).toContain("dtype-mismatch");
});

test("negative indices are not counted from the end: they are refused, and their place is told", () => {
  const told = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof Refusal) return error.message;
    }
    return "not refused";
  };
  expect(told(() => evaluate(gather, rows, ints([[0, 1], [-1, 2]])))).toMatchInlineSnapshot(`
    "index-out-of-range at gather
      got   index -1 in place [1, 0]
      need  an integer from 0 to 2"
  `); // prettier-ignore
  expect(told(() => evaluate((x, i) => scatterAdd(x, i, [2]), [1, 2], ints([0, 2])))).toMatchInlineSnapshot(`
    "index-out-of-range at scatterAdd
      got   index 2 in place [1]
      need  an integer from 0 to 1"
  `);
  expect(told(() => evaluate((i) => oneHot(i, { classes: 3 }), ints(-2)))).toMatchInlineSnapshot(`
    "index-out-of-range at oneHot
      got   index -2
      need  an integer from 0 to 2"
  `);
});

test("axes and shapes that do not fit are refused", () => {
  const by = (axis: number): string =>
    refusal(() => withShapes((x, i) => gather(x, i, { axis }), [2, 3], [["N"], "int32"]));
  expect(by(2)).toBe("shape-mismatch: an axis of x, from -2 to 1");
  expect(refusal(() => withShapes((x, i) => gather(x, i), [], [[], "int32"]))).toBe(
    "shape-mismatch: x of rank 1 or more",
  );
  const scattered = (shape: Shape, axis = 0): string =>
    refusal(() => withShapes((x, i) => scatterAdd(x, i, shape, { axis }), [2, 3], [[2], "int32"]));
  expect(scattered([5, 4])).toBe("shape-mismatch: x's dims: those of indices, then shape's behind the axis");
  expect(scattered([5, 3], 1)).toBe(
    "shape-mismatch: x's dims: shape's dims before the axis, then those of indices, then shape's behind the axis",
  );
  expect(scattered([5, 3], -3)).toBe("shape-mismatch: an axis of shape, from -2 to 1");
});
