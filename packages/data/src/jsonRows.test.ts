import { defaultLimits } from "@chainrule/core";
import { expect, test } from "vitest";
import { bindTable } from "./bindTable.js";
import { inlineRows, parseJsonRows } from "./jsonRows.js";
import type { DataSpec } from "./section.js";
import { inputNode } from "./testInputs.js";

const table = (rows: unknown) => parseJsonRows(JSON.stringify(rows, null, 1), { file: "t.json" });
const birds = table([
  { kind: "owl", w: 1.5, h: 2, ok: true },
  { h: 5, kind: " auk ", w: -3, ok: 0 },
]);

test("keys are columns, in the order in which they first occur", () => {
  expect(table([{ a: 1 }, { b: 2, a: 1 }, { c: 3 }]).columns).toEqual(["a", "b", "c"]);
  expect(birds.rowCount).toBe(2);
});

test("numbers, truth values and labels are bound like those of a CSV table", () => {
  const inputs = [
    inputNode("x", ["N", 2], "float32"),
    inputNode("ok", ["N"], "bool"),
    inputNode("y", ["N"], "int32", 2),
  ];
  const spec: DataSpec = { columns: { x: ["h", "w"], y: "kind" } };
  const { dataset, labels } = bindTable(birds, spec, inputs);
  expect([...dataset.columns["x"]!.data]).toEqual([2, 1.5, 5, -3]);
  expect([...dataset.columns["ok"]!.data]).toEqual([1, 0]);
  expect([...dataset.columns["y"]!.data]).toEqual([1, 0]);
  expect(labels).toEqual({ y: ["auk", "owl"] });
});

test("a label may be a number or a truth value; it is the same as its text", () => {
  const y = [inputNode("y", ["N"], "int32", 2)];
  const numbers = bindTable(table([{ y: 10 }, { y: 9 }, { y: "10" }]), {}, y);
  expect(numbers.labels).toEqual({ y: ["9", "10"] });
  expect([...numbers.dataset.columns["y"]!.data]).toEqual([1, 0, 1]);
  expect(bindTable(table([{ y: true }, { y: false }]), {}, y).labels).toEqual({ y: ["false", "true"] });
});

test("oneHot gives [N, classes]", () => {
  const spec: DataSpec = { columns: { y: "kind" }, encode: { y: "oneHot" } };
  const { y } = bindTable(birds, spec, [inputNode("y", ["N", 2])]).dataset.columns;
  expect([...y!.data]).toEqual([0, 1, 1, 0]);
});

test("null, an absent key and the texts of missing mean that there is no value", () => {
  const holes = table([{ x: 1, z: {} }, { x: null }, { z: 1 }, { x: "" }, { x: "NA" }, { x: "6" }, { x: 7 }]);
  const spec: DataSpec = { missing: ["", "NA"], onBadRow: "skip" };
  const bound = bindTable(holes, spec, [inputNode("x", ["N"])]);
  expect(bound.sourceRows).toEqual([0, 6]);
  expect(bound.notes).toEqual([
    "dropped 5 of 7 rows of t.json (lines 6, 9, 12, 15, 18): no value in x; not a number in x",
  ]);
});

test("a key is a row's own: nothing is inherited", () => {
  const inputs = [inputNode("toString", ["N"])];
  expect(() => bindTable(inlineRows([{ toString: 1 }, { x: 1 }]), {}, inputs)).toThrow(
    /^data\.rows\[1\]\.toString {2}missing-value at column toString\n {2}got {3}an absent key\n/,
  );
});

test("limits are those of a document, and of a table", () => {
  const limits = { ...defaultLimits, documentBytes: 20, rows: 2 };
  expect(() => parseJsonRows('[{ "x": 1 }, { "x": 2 }]', { file: "t.json", limits })).toThrow(
    /^t\.json {2}too-large/,
  );
  expect(() => parseJsonRows("[{},{},{}]", { file: "t.json", limits })).toThrow(
    /too-many-rows\n {2}got {3}3 rows/,
  );
  expect(() => inlineRows([{}, {}, {}], limits)).toThrow(/^data\.rows {2}too-many-rows/);
});

test("rows that all have other keys cost no more than their keys", () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ x: i, [`k${i}`]: 0 }));
  expect(bindTable(inlineRows(rows), {}, [inputNode("x", ["N"])]).dataset.rows).toBe(20_000);
});
