import type { SplitName } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SplitSpec } from "./section.js";
import { apportion, splitRows, takeRows, type Stratum } from "./split.js";

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const whole = (count: number): Stratum[] => [{ name: undefined, rows: range(0, count) }];

test.each<[number, number[], number[]]>([
  [10, [0.8, 0.2], [8, 2]],
  [3, [0.8, 0.2], [2, 1]], // 2.4, 0.6
  [3, [0.5, 0.5], [2, 1]], // a tie goes to the earlier
  [7, [0.6, 0.2, 0.2], [4, 2, 1]], // 4.2, 1.4, 1.4
  [100, [0.29, 0.71], [29, 71]], // 100 · 0.29 is 28.999999999999996
  [1, [0.8, 0.2], [1, 0]],
  [0, [0.8, 0.2], [0, 0]],
])("%i rows in shares %j are %j", (count, shares, sizes) => {
  expect(apportion(count, shares)).toEqual(sizes);
});

const shares = fc.constantFrom<SplitSpec>(
  { train: 0.8, test: 0.2 },
  { train: 0.7, validation: 0.3 },
  { train: 0.6, validation: 0.25, test: 0.15 },
  { train: 1 },
);
const sizes = fc.array(fc.integer({ min: 8, max: 40 }), { minLength: 1, maxLength: 5 });

test("a split is a partition, in file order, that gives each class its share to within one row", () => {
  fc.assert(
    fc.property(sizes, shares, fc.nat(), (counts, spec, seed) => {
      // Classes interleave: row i of class c stands at i · classes + c.
      const strata = counts.map((count, c) => ({
        name: String(c),
        rows: range(0, count).map((i) => i * counts.length + c),
      }));
      const parts = splitRows(strata, spec, seed);
      expect([...parts.values()].flat().sort((a, b) => a - b)).toEqual(
        strata.flatMap(({ rows }) => rows).sort((a, b) => a - b),
      );
      for (const [name, rows] of parts) {
        expect(rows).toEqual([...rows].sort((a, b) => a - b));
        counts.forEach((count, c) => {
          const got = rows.filter((row) => row % counts.length === c).length;
          expect(Math.abs(got - count * spec[name]!)).toBeLessThan(1);
        });
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("test rows do not depend on whether there is a validation split, nor the other way round", () => {
  const rows = (spec: SplitSpec, name: SplitName) => splitRows(whole(100), spec, 5).get(name);
  const both: SplitSpec = { train: 0.6, validation: 0.2, test: 0.2 };
  expect(rows(both, "test")).toEqual(rows({ train: 0.8, test: 0.2 }, "test"));
  expect(rows(both, "validation")).toEqual(rows({ train: 0.8, validation: 0.2 }, "validation"));
});

test("every row is held out about equally often over seeds", () => {
  const held = Array.from({ length: 20 }, () => 0);
  for (let seed = 0; seed < 500; seed++) {
    for (const row of splitRows(whole(20), { train: 0.8, test: 0.2 }, seed).get("test")!) held[row]!++;
  }
  // Binomial(500, 0.2): mean 100, deviation 8.9; the bound is 4.5 deviations.
  for (const count of held) expect(Math.abs(count - 100)).toBeLessThan(40);
});

test("takeRows copies the rows of every column", () => {
  const dataset = {
    rows: 3,
    columns: {
      x: { dtype: "float32" as const, shape: [3, 2], data: new Float32Array([1, 2, 3, 4, 5, 6]) },
      y: { dtype: "int32" as const, shape: [3], data: new Int32Array([7, 8, 9]) },
    },
  };
  expect(takeRows(dataset, [2, 0])).toEqual({
    rows: 2,
    columns: {
      x: { dtype: "float32", shape: [2, 2], data: new Float32Array([5, 6, 1, 2]) },
      y: { dtype: "int32", shape: [2], data: new Int32Array([9, 7]) },
    },
  });
});
