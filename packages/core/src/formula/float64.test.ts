import fc from "fast-check";
import { expect, test } from "vitest";
import { float64Algebra as m, powerOf, roundOf, sigmoidOf } from "./float64.js";

fc.configureGlobal({ seed: 1 });

test("negating flips the sign bit, also of 0", () => {
  expect(m.negate(0)).toBe(-0);
  expect(m.negate(-0)).toBe(0);
});

test("extremes are NaN if either is, and -0 is less than +0", () => {
  expect(m.maximum(NaN, 1)).toBeNaN();
  expect(m.minimum(1, NaN)).toBeNaN();
  expect(m.maximum(-0, 0)).toBe(0);
  expect(m.minimum(0, -0)).toBe(-0);
});

test("comparisons with NaN are false", () => {
  expect([m.less(NaN, 1), m.less(1, NaN), m.equal(NaN, NaN)]).toEqual([false, false, false]);
  expect([m.less(1, 2), m.equal(0, -0)]).toEqual([true, true]);
});

test("select takes one of two", () => expect([m.select(true, 1, 2), m.select(false, 1, 2)]).toEqual([1, 2]));

test("the sigmoid is 0, ½ and 1 where it must be, and never overflows", () => {
  expect([-1000, -Infinity, 0, 1000, Infinity].map(sigmoidOf)).toEqual([0, 0, 0.5, 1, 1]);
  expect(sigmoidOf(NaN)).toBeNaN();
  // 1 / (1 + e²) and 1 / (1 + e⁴⁰), to sixteen digits.
  expect(sigmoidOf(-2)).toBeCloseTo(0.11920292202211755, 16);
  expect(sigmoidOf(-40) / 4.248354255291589e-18).toBeCloseTo(1, 15);
});

test("the sigmoid of x and of -x add up to 1", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (x) => {
      expect(Math.abs(sigmoidOf(x) + sigmoidOf(-x) - 1)).toBeLessThanOrEqual(Number.EPSILON);
    }),
  );
});

test("round takes the nearest whole number, of two the even one, and keeps the sign of 0", () => {
  const halves = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5];
  expect(halves.map(roundOf)).toEqual([0, 2, 2, -0, -2, -2]);
  expect([0.49999999999999994, -0.2, -0, 1.2, -1.7].map(roundOf)).toEqual([0, -0, -0, 1, -2]);
  const whole = [2 ** 52 + 1, -(2 ** 53), 1e300, Infinity, -Infinity, NaN];
  expect(whole.map(roundOf)).toEqual(whole);
});

test("powers are those of IEEE 754, where JavaScript's are not", () => {
  expect([powerOf(1, NaN), powerOf(1, Infinity), powerOf(-1, -Infinity), powerOf(NaN, 0)]).toEqual([
    1, 1, 1, 1,
  ]);
  expect([powerOf(2, 10), powerOf(-2, 3), powerOf(-2, 0.5), powerOf(0, -1), powerOf(-0, -1)]).toEqual([
    1024,
    -8,
    NaN,
    Infinity,
    -Infinity,
  ]);
});
