import {
  elementCount,
  evaluator,
  type Nested,
  nestedShape,
  type StaticShape,
  tensor,
  toNested,
  type Value,
} from "@chainrule/core";
import { expect, test } from "vitest";
import {
  argMax,
  argMin,
  logSumExp,
  max,
  mean,
  min,
  prod,
  type ReductionOptions,
  sum,
  sumSquares,
  variance,
} from "../reduce.js";
import { registry } from "../testing/evaluate.js";

const shapes: readonly StaticShape[] = [[], [1], [4], [2, 3], [3, 1, 2], [2, 1, 3, 2]];

/** Each choice of axes. */
const choices = (rank: number): number[][] =>
  Array.from({ length: 2 ** rank }, (_, bits) =>
    Array.from({ length: rank }, (__, axis) => axis).filter((axis) => (bits >> axis) & 1),
  );

/** 1, -2, 3, … in an order without runs, none twice. */
function numbers(shape: StaticShape): number[] {
  return Array.from({ length: elementCount(shape) }, (_, i) => ((i * 7) % 13) - 6 + i / 8);
}

/** The result by its definition: the elements are sorted by the index that is left of theirs, and each lot is reduced. */
function byIndex(
  shape: StaticShape,
  axes: readonly number[],
  keepDims: boolean,
  reduce: (elements: readonly number[]) => number,
): Nested {
  const lots = new Map<string, number[]>();
  numbers(shape).forEach((x, i) => {
    let rest = i;
    const index = [...shape].reverse().map((size) => {
      const at = rest % size;
      rest = (rest - at) / size;
      return at;
    });
    const left = index
      .reverse()
      .filter((_, axis) => !axes.includes(axis))
      .join();
    lots.set(left, [...(lots.get(left) ?? []), x]);
  });
  const results = [...lots.values()].map(reduce);
  const left = shape.flatMap((size, axis) => (!axes.includes(axis) ? [size] : keepDims ? [1] : []));
  return toNested({ dtype: "float64", shape: left, data: Float64Array.from(results) });
}

const average = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;
const spread = (x: readonly number[]): number => x.reduce((s, e) => s + (e - average(x)) ** 2, 0);

const reductions: Readonly<
  Record<string, readonly [(x: Value, options: ReductionOptions) => Value, (x: readonly number[]) => number]>
> = {
  sum: [sum, (x) => x.reduce((a, b) => a + b, 0)],
  mean: [mean, average],
  max: [max, (x) => Math.max(...x)],
  min: [min, (x) => Math.min(...x)],
  prod: [prod, (x) => x.reduce((a, b) => a * b, 1)],
  sumSquares: [sumSquares, (x) => x.reduce((a, b) => a + b * b, 0)],
  logSumExp: [logSumExp, (x) => Math.log(x.reduce((a, b) => a + Math.exp(b), 0))],
  "variance of a population": [
    (x, options) => variance(x, { ...options, correction: 0 }),
    (x) => spread(x) / x.length,
  ],
};

const flat = (values: Nested): number[] => (typeof values === "number" ? [values] : values.flatMap(flat));

function expectNear(made: Nested, expected: Nested, tolerance: number): void {
  expect(nestedShape(made)).toEqual(nestedShape(expected));
  const [a, b] = [flat(made), flat(expected)];
  b.forEach((x, i) => expect(Math.abs(a[i]! - x)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(x))));
}

for (const [name, [call, reduce]] of Object.entries(reductions)) {
  for (const [dtype, tolerance] of [
    ["float64", 1e-13],
    ["float32", 1e-5],
  ] as const) {
    test(`${name} in ${dtype}: ranks 0 to 4, every choice of axes, with and without those in the shape`, () => {
      const evaluate = evaluator(registry, dtype);
      for (const shape of shapes) {
        const x = toNested({ dtype: "float64", shape, data: Float64Array.from(numbers(shape)) });
        for (const axes of choices(shape.length)) {
          for (const keepDims of [false, true]) {
            const made = evaluate((v) => call(v, { axes, keepDims }), x);
            expectNear(made, byIndex(shape, axes, keepDims, reduce), tolerance);
            const fromEnd = axes.map((axis) => axis - shape.length).reverse();
            expect(evaluate((v) => call(v, { axes: fromEnd, keepDims }), x)).toEqual(made);
          }
        }
      }
    });
  }
}

test.each([
  ["argMax", argMax, (x: readonly number[]) => x.indexOf(Math.max(...x))],
  ["argMin", argMin, (x: readonly number[]) => x.indexOf(Math.min(...x))],
] as const)("%s: ranks 1 to 4, every axis, with and without it in the shape", (_, call, find) => {
  const evaluate = evaluator(registry);
  for (const shape of shapes.slice(1)) {
    const x = toNested({ dtype: "float64", shape, data: Float64Array.from(numbers(shape)) });
    shape.forEach((__, axis) => {
      for (const keepDims of [false, true]) {
        const expected = byIndex(shape, [axis], keepDims, find);
        expect(evaluate((v) => call(v, { axis, keepDims }), x)).toEqual(expected);
        expect(evaluate((v) => call(v, { axis: axis - shape.length, keepDims }), x)).toEqual(expected);
      }
    });
  }
});

test("of nothing: what each reduction is, and what is left of some axes", () => {
  const evaluate = evaluator(registry);
  const of = (call: (x: Value) => Value): Nested => evaluate(call, []);
  expect([sum, prod, sumSquares, max, min, logSumExp, mean].map((call) => of((x) => call(x)))).toEqual([
    0,
    1,
    0,
    -Infinity,
    Infinity,
    -Infinity,
    NaN,
  ]);
  expect([0, 1].map((correction) => of((x) => variance(x, { correction: correction as 0 | 1 })))).toEqual([
    NaN,
    NaN,
  ]);
  // [2, 0]: two of nothing down the rows, none across.
  const empty = { dtype: "float64", values: [[], []] } as const;
  expect(evaluate((x) => min(x, { axes: [1] }), empty)).toEqual([Infinity, Infinity]);
  expect(evaluate((x) => prod(x, { axes: [0], keepDims: true }), empty)).toEqual([[]]);
  expect(nestedShape(evaluate((x) => variance(x, { axes: [0], correction: 1 }), empty))).toEqual([0]);
  expect(tensor([[], []]).shape).toEqual([2, 0]);
});
