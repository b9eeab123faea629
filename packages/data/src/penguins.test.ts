import type { GraphNode } from "@chainrule/core";
import { expect, test } from "vitest";
import penguins from "../../../examples/penguins/penguins.csv?raw";
import { loadData } from "./load.js";
import type { DataSpec } from "./section.js";

const inputs: GraphNode[] = [
  { id: "x", op: "input", in: [], attributes: {}, shape: ["N", 4], dtype: "float32" },
  { id: "y", op: "input", in: [], attributes: { classes: 3 }, shape: ["N"], dtype: "int32" },
];
const spec: DataSpec = {
  csv: "penguins.csv",
  columns: { x: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"], y: "species" },
  onBadRow: "skip",
  split: { train: 0.8, test: 0.2, stratify: "y" },
};
const load = (seed: number) => loadData(spec, { inputs, seed, readText: () => penguins });
const countClasses = (classes: Iterable<number>): number[] => {
  const counts = [0, 0, 0];
  for (const c of classes) counts[c]!++;
  return counts;
};

test("344 penguins, two without measurements: dropped and said out loud; a missing sex does not matter", () => {
  const { source, notes, labels } = load(0);
  expect(source).toEqual({ file: "penguins.csv", rows: 344, used: 342 });
  expect(notes).toEqual([
    "dropped 2 of 344 rows of penguins.csv (lines 5, 341): " +
      "no value in bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g",
  ]);
  expect(labels).toEqual({ y: ["Adelie", "Chinstrap", "Gentoo"] });
});

// 151 Adelie, 68 Chinstrap and 123 Gentoo: a fifth is 30.2, 13.6 and 24.6, rounded 30, 14 and 25.
test("a stratified fifth is a fifth of each species", () => {
  const { train, test: held } = load(0).splits;
  expect(countClasses(held!.columns["y"]!.data)).toEqual([30, 14, 25]);
  expect(countClasses(train.columns["y"]!.data)).toEqual([121, 54, 98]);
  expect([train.rows, held!.rows]).toEqual([273, 69]);
  expect(held!.columns["x"]!.shape).toEqual([69, 4]);
});

test("the same seed holds out the same penguins, another seed others", () => {
  const held = (seed: number) => load(seed).splits.test!.columns["x"]!.data;
  expect(held(0)).toEqual(held(0));
  expect(held(0)).not.toEqual(held(1));
});

test("without onBadRow, the first empty cell is refused at its line and column", () => {
  const { onBadRow: _, ...strict } = spec;
  expect(() => loadData(strict, { inputs, seed: 0, readText: () => penguins })).toThrow(
    /^penguins\.csv:5:18 {2}missing-value at column bill_length_mm\n/,
  );
});
