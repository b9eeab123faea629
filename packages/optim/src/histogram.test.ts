import fc from "fast-check";
import { expect, test } from "vitest";
import { histogram, histogramBins } from "./histogram.js";

/** Twenty counts, given those that are not 0. */
const counts = (some: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: 20 }, (_, bin) => some[bin] ?? 0);

test("bins are equal, have their lower edge, and the last has the upper one too", () => {
  // From 0 to 10 a bin is ½ wide: 0 and 0.4 in bin 0, 0.5 in 1, 4.9 in 9, 5 in 10, 9.5 and 10 in 19.
  expect(histogram([5, 0, 0.4, 10, 0.5, 4.9, 9.5])).toEqual({
    min: 0,
    max: 10,
    counts: counts({ 0: 2, 1: 1, 9: 1, 10: 1, 19: 2 }),
    nonFinite: 0,
  });
});

test("equal numbers are all in one bin", () => {
  expect(histogram([-3, -3, -3])).toEqual({ min: -3, max: -3, counts: counts({ 0: 3 }), nonFinite: 0 });
});

test("what is not finite is counted by itself and moves no edge", () => {
  expect(histogram([NaN, 1, Infinity, 2, -Infinity])).toEqual({
    min: 1,
    max: 2,
    counts: counts({ 0: 1, 19: 1 }),
    nonFinite: 3,
  });
  expect(histogram([NaN])).toEqual({ min: NaN, max: NaN, counts: counts({}), nonFinite: 1 });
  expect(histogram([])).toEqual({ min: NaN, max: NaN, counts: counts({}), nonFinite: 0 });
});

test("the widest and the narrowest ranges have bins", () => {
  const big = Number.MAX_VALUE;
  expect(histogram([-big, 0, big]).counts).toEqual(counts({ 0: 1, 10: 1, 19: 1 }));
  expect(histogram([0, Number.MIN_VALUE]).counts).toEqual(counts({ 0: 1, 19: 1 }));
});

test("every number is counted once, between the least and the greatest", () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (data) => {
      const { min, max, counts: found, nonFinite } = histogram(data);
      const finite = data.filter(Number.isFinite);
      expect(found).toHaveLength(histogramBins);
      expect(nonFinite).toBe(data.length - finite.length);
      expect(found.reduce((sum, count) => sum + count, 0)).toBe(finite.length);
      if (finite.length === 0) return;
      expect([min + 0, max + 0]).toEqual([Math.min(...finite) + 0, Math.max(...finite) + 0]);
      expect(found[0]).toBeGreaterThan(0);
      if (min < max) expect(found.at(-1)).toBeGreaterThan(0);
    }),
  );
});

test("whole numbers fall where whole-number division puts them", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 2 }), (data) => {
      const [min, max] = [Math.min(...data), Math.max(...data)];
      fc.pre(min < max);
      const expected = counts({});
      for (const x of data) {
        const bin = Number((BigInt(x - min) * 20n) / BigInt(max - min));
        expected[Math.min(bin, 19)]!++;
      }
      expect(histogram(data).counts).toEqual(expected);
    }),
  );
});
