import fc from "fast-check";
import { expect, test } from "vitest";
import { Qr } from "./householder.js";

const columnsOf = (...columns: number[][]): Float64Array[] =>
  columns.map((column) => Float64Array.from(column));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);

test("a rotation by hand: the columns (3, 4) and (5, 0) give Q = [[.6, .8], [.8, -.6]]", () => {
  const qr = new Qr(columnsOf([3, 4], [5, 0]));
  const q = [qr.column(0), qr.column(1)];
  [0.6, 0.8].forEach((x, i) => expect(q[0]![i]).toBeCloseTo(x, 15));
  // R = QᵀA = [[5, 3], [0, 4]]: its diagonal is positive.
  [0.8, -0.6].forEach((x, i) => expect(q[1]![i]).toBeCloseTo(x, 15));
  expect(Math.abs(qr.diagonal[0]!)).toBeCloseTo(5, 14);
  expect(Math.abs(qr.diagonal[1]!)).toBeCloseTo(4, 14);
});

test("the columns of Q are orthonormal, and those of A lie in their span with a positive diagonal", () => {
  const matrix = fc.integer({ min: 1, max: 6 }).chain((width) =>
    fc.array(
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
        minLength: width + 2,
        maxLength: width + 2,
      }),
      { minLength: width, maxLength: width },
    ),
  );
  fc.assert(
    fc.property(matrix, (columns) => {
      const qr = new Qr(columnsOf(...columns));
      const q = columns.map((_, k) => qr.column(k));
      q.forEach((a, i) =>
        q.forEach((b, j) => expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-13)),
      );
      columns.forEach((column, k) => {
        expect(dot(q[k]!, column)).toBeGreaterThan(-1e-12);
        const shares = q.slice(0, k + 1).map((direction) => dot(direction, column));
        column.forEach((x, i) =>
          expect(
            shares.reduce((sum, share, j) => sum + share * q[j]![i]!, 0),
            `entry ${i} of column ${k}`,
          ).toBeCloseTo(x, 11),
        );
      });
    }),
    { numRuns: 50 },
  );
});

test("the line nearest to (0, 1), (1, 3), (2, 2), (3, 5) is 1.1 x + 1.1", () => {
  for (const pivot of [false, true]) {
    const qr = new Qr(columnsOf([0, 1, 2, 3], [1, 1, 1, 1]), { pivot });
    const [slope, intercept] = qr.solve(Float64Array.of(1, 3, 2, 5));
    expect(slope).toBeCloseTo(1.1, 14);
    expect(intercept).toBeCloseTo(1.1, 14);
  }
});

test("digits that the normal equations would lose are kept: columns (1, ε, 0) and (1, 0, ε)", () => {
  // ε² is below the rounding of 1, so that AᵀA rounds to a singular matrix.
  const e = 2 ** -27;
  expect(1 + e * e).toBe(1);
  const qr = new Qr(columnsOf([1, e, 0], [1, 0, e]), { pivot: true });
  expect(qr.rank(1e-12)).toBe(2);
  const x = qr.solve(Float64Array.of(3, e, 2 * e));
  expect(x[0]).toBeCloseTo(1, 7);
  expect(x[1]).toBeCloseTo(2, 7);
});

test("numbers whose squares are 0 or infinite do no harm", () => {
  for (const scale of [1e-200, 1e200, 5e-324]) {
    const qr = new Qr(columnsOf([0, scale, 0], [0, scale, scale]), { pivot: true });
    expect(qr.rank(1e-12)).toBe(2);
    const made = [...qr.column(0), ...qr.column(1)];
    expect(made.every(Number.isFinite)).toBe(true);
    expect(dot(qr.column(0), qr.column(0))).toBeCloseTo(1, 14);
  }
});

test("dependent columns come last", () => {
  const a = [1, 2, 3, 4];
  const b = [1, 0, 1, 0];
  const both = a.map((x, i) => 2 * x - b[i]!);
  const qr = new Qr(columnsOf(b, a, both), { pivot: true });
  expect(qr.order).toEqual([2, 0, 1]);
  expect(qr.rank(1e-12)).toBe(2);
  expect(new Qr(columnsOf([0, 0], [0, 0]), { pivot: true }).rank(1e-12)).toBe(0);
  expect(new Qr([]).rank(1e-12)).toBe(0);
  expect(new Qr(columnsOf([NaN, 1], [1, 1]), { pivot: true }).rank(1e-12)).toBeLessThan(2);
});

test("more columns than rows are no such product", () => {
  expect(() => new Qr(columnsOf([1], [2]))).toThrow(TypeError);
});
