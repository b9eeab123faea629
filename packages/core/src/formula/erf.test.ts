import { expect, test } from "vitest";
import { erfOf, normalCdfOf } from "./erf.js";

/** Published digits: Abramowitz and Stegun, tables 7.1 and 26.2, and longer ones of the same. */
const erfs: readonly (readonly [x: number, value: number])[] = [
  [1e-300, 1.1283791670955126e-300],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [2, 0.9953222650189527],
  [3, 0.9999779095030014],
  [5, 0.9999999999984626],
];

test.each(erfs)("erf %f is %f, and its negative on the other side", (x, value) => {
  expect(Math.abs(erfOf(x) / value - 1)).toBeLessThan(5e-16);
  expect(erfOf(-x)).toBe(-erfOf(x));
});

const cdfs: readonly (readonly [x: number, value: number])[] = [
  [-37.5, 4.605353009581954e-308],
  [-30, 4.906713927148187e-198],
  [-10, 7.619853024160527e-24],
  [-5, 2.866515718791939e-7],
  [-1.5, 0.06680720126885807],
  [-0.76, 0.22362729243759943],
  [-0.74, 0.2296499971647906],
  [-1, 0.15865525393145707],
  [0, 0.5],
  [1.96, 0.9750021048517795],
  [9, 1],
];

test.each(cdfs)("the normal distribution function at %f is %f", (x, value) => {
  expect(Math.abs(normalCdfOf(x) / value - 1)).toBeLessThan(1e-15);
});

test("limits, zeros and NaN", () => {
  expect([0, -0, Infinity, -Infinity, NaN].map(erfOf)).toEqual([0, -0, 1, -1, NaN]);
  expect([0, Infinity, -Infinity, -40, NaN].map(normalCdfOf)).toEqual([0.5, 1, 0, 0, NaN]);
});
