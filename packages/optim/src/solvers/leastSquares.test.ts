import fc from "fast-check";
import { expect, test } from "vitest";
import { leastSquares, type LinearSystem } from "./leastSquares.js";

function solved(system: LinearSystem): number[] {
  const found = leastSquares(system);
  if ("dependent" in found) throw new TypeError(`column ${found.dependent} depends on others`);
  return [...found.solution];
}

const columnsOf = (...columns: number[][]): Float64Array[] => columns.map((c) => Float64Array.from(c));
const near = (values: readonly number[], digits = 12): unknown[] =>
  values.map((x) => expect.closeTo(x, digits) as unknown);

test("O12: the derivative is zero at the solution: the errors are orthogonal to every column", () => {
  const rows = 8;
  const column = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: rows, maxLength: rows });
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 4 }), column, (columns, target) => {
      const found = leastSquares({ columns: columnsOf(...columns), target: Float64Array.from(target) });
      fc.pre("solution" in found);
      if (!("solution" in found)) return;
      const errors = target.map((y, i) =>
        found.solution.reduce((sum, x, j) => sum + x * columns[j]![i]!, -y),
      );
      for (const c of columns)
        expect(Math.abs(c.reduce((sum, x, i) => sum + x * errors[i]!, 0))).toBeLessThan(1e-9);
    }),
  );
});

test("M14: through (0, 1), (1, 3), (2, 2), (3, 5) the line is 1.1 x + 1.1, as (XᵀX)⁻¹Xᵀy says", () => {
  const x = [0, 1, 2, 3];
  const y = [1, 3, 2, 5];
  // By Cramer's rule from XᵀX = [[14, 6], [6, 4]] and Xᵀy = (22, 11).
  const determinant = 14 * 4 - 6 * 6;
  const expected = [(22 * 4 - 6 * 11) / determinant, (14 * 11 - 6 * 22) / determinant];
  expect(expected).toEqual([1.1, 1.1]);
  expect(solved({ columns: columnsOf(x, [1, 1, 1, 1]), target: Float64Array.from(y) })).toEqual(
    near(expected),
  );
});

test("a penalty is the ridge: (XᵀX + λI)⁻¹Xᵀy, by Cramer's rule, where it is asked for", () => {
  const columns = columnsOf([0, 1, 2, 3], [1, 1, 1, 1]);
  const target = Float64Array.of(1, 3, 2, 5);
  const both = 24 * 14 - 36;
  expect(solved({ columns, target, penalties: [10, 10] })).toEqual(
    near([(22 * 14 - 6 * 11) / both, (24 * 11 - 6 * 22) / both]),
  );
  const first = 24 * 4 - 36;
  expect(solved({ columns, target, penalties: [10, 0] })).toEqual(
    near([(22 * 4 - 6 * 11) / first, (24 * 11 - 6 * 22) / first]),
  );
});

test("a penalty determines what the rows leave open: the shortest of all solutions, as it goes to 0", () => {
  const columns = columnsOf([1, 2, 3], [1, 2, 3]);
  const target = Float64Array.of(2, 4, 6);
  expect(leastSquares({ columns, target })).toEqual({ dependent: 1 });
  expect(solved({ columns, target, penalties: [1e-10, 1e-10] })).toEqual(near([1, 1], 9));
});

test("units of a column decide nothing", () => {
  for (const scale of [1e-150, 1e-12, 1e12, 1e150]) {
    const columns = columnsOf([0, scale, 2 * scale, 3 * scale], [1, 1, 1, 1]);
    const [slope, intercept] = solved({ columns, target: Float64Array.of(1, 3, 2, 5) });
    expect(slope! * scale).toBeCloseTo(1.1, 12);
    expect(intercept).toBeCloseTo(1.1, 12);
  }
});

test("of Longley's kind: digits that XᵀX would lose are kept", () => {
  // Powers of numbers near 1000: XᵀX has a condition of 1e22, and as rounded it is singular.
  const x = Array.from({ length: 9 }, (_, i) => 1000 + i);
  const columns = columnsOf(
    x.map((v) => v ** 2),
    x,
    x.map(() => 1),
  );
  const target = Float64Array.from(x, (v) => 3 * v ** 2 - 2 * v + 1);
  const [a, b, c] = solved({ columns, target });
  expect(a).toBeCloseTo(3, 5);
  expect(b! / -2).toBeCloseTo(1, 2);
  expect(Number.isFinite(c)).toBe(true);
});

test("columns that are 0, or a combination of others, and too few rows are told by their number", () => {
  const target = Float64Array.of(1, 2, 3);
  expect(leastSquares({ columns: columnsOf([1, 1, 1], [0, 0, 0]), target })).toEqual({ dependent: 1 });
  const combination = columnsOf([1, 1, 1], [1, 2, 4], [3, 5, 9]);
  expect(leastSquares({ columns: combination, target })).toHaveProperty("dependent");
  const wide = columnsOf([1], [2]);
  expect(leastSquares({ columns: wide, target: Float64Array.of(1) })).toHaveProperty("dependent");
  expect(solved({ columns: wide, target: Float64Array.of(5), penalties: [1e-9, 1e-9] })).toEqual(
    near([1, 2], 7),
  );
});

test("columns known to seven digits are dependent where seven digits say so", () => {
  const a = [0.1, 0.7, 0.3, 0.9];
  const b = [0.4, 0.2, 0.8, 0.5];
  const columns = columnsOf(
    a,
    b,
    a.map((x, i) => Math.fround(x + b[i]!)),
  );
  const target = Float64Array.of(1, 2, 3, 4);
  expect(leastSquares({ columns, target })).toHaveProperty("solution");
  expect(leastSquares({ columns, target, precision: 2 ** -23 })).toHaveProperty("dependent");
});
