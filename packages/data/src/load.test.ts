import { defaultLimits, Refusal, Registry } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadData } from "./load.js";
import { dataPlugin } from "./plugin.js";
import type { DataSpec } from "./section.js";
import { inputNode } from "./testInputs.js";

const inputs = [inputNode("x", ["N"]), inputNode("y", ["N"], "int32", 2)];
const load = (spec: DataSpec, text = "x,y\n1,a\n2,b\n", limits = defaultLimits) =>
  loadData(spec, { inputs, seed: 0, readText: () => text, limits });

test("Louppe's single example: one row to train on, nothing held out", () => {
  const { splits, source } = loadData(
    { examples: { x: [[1, -2]], y: [1] } },
    { inputs: [inputNode("x", ["N", 2]), inputNode("y", ["N"])], seed: 0, readText: () => "" },
  );
  expect(Object.keys(splits)).toEqual(["train"]);
  expect([...splits.train.columns["x"]!.data]).toEqual([1, -2]);
  expect(source).toEqual({ rows: 1, used: 1 });
});

test("JSON rows are loaded from a file or from the spec, alike", () => {
  const rows = [
    { x: 1, y: "a", note: [] },
    { x: 2, y: "b" },
    { y: "a", x: null },
  ];
  const more: DataSpec = { onBadRow: "skip", split: { train: 0.5, test: 0.5 } };
  const file = load({ json: "points.json", ...more }, JSON.stringify(rows, null, 2));
  const inline = load({ rows, ...more });
  expect(file.splits).toEqual(inline.splits);
  expect(file.labels).toEqual({ y: ["a", "b"] });
  expect(file.source).toEqual({ file: "points.json", rows: 3, used: 2 });
  expect(inline.source).toEqual({ rows: 3, used: 2 });
  expect(file.notes).toEqual(["dropped 1 of 3 rows of points.json (line 11): no value in x"]);
  expect(inline.notes).toEqual(["dropped 1 of 3 rows of data.rows (row 2): no value in x"]);
});

test("what reading refuses is told at the key that names the file", () => {
  const problem = { code: "unreadable-file", path: ["data", "csv"], got: "no such file", need: "a file" };
  const readText = () => {
    throw new Refusal(problem);
  };
  expect(() => loadData({ json: "points.json" }, { inputs, seed: 0, readText })).toThrow(/^data\.json /);
});

test("the file is read by the path that the spec gives", () => {
  const paths: string[] = [];
  const readText = (path: string) => {
    paths.push(path);
    return "x,y\n1,a\n2,b\n";
  };
  loadData({ csv: "./tables/my data.csv" }, { inputs, seed: 0, readText });
  expect(paths).toEqual(["./tables/my data.csv"]);
});

test.each([
  "../t.csv",
  "a/../../t.csv",
  "/etc/passwd",
  "C:\\t.csv",
  "c:/t.csv",
  "a\\..\\t.csv",
  "https://a.org/t.csv",
  "file:t",
  "t\0.csv",
])("%j is refused before anything is read", (csv) => {
  const readText = () => {
    throw new Error("read");
  };
  expect(() => loadData({ csv }, { inputs, seed: 0, readText })).toThrow(/path-outside/);
});

test("stratifying by labels, class numbers and one-hot rows divides alike", () => {
  const kinds = "abbaababbabbaab";
  const csv = `x,y\n${[...kinds].map((kind, i) => `${i},${kind}`).join("\n")}`;
  const classes = [...kinds].map((kind) => Number(kind === "b"));
  const examples = { x: classes.map((_, i) => i), y: classes };
  const split = { train: 0.6, test: 0.4, stratify: "y" };
  const oneHot = [inputs[0]!, inputNode("y", ["N", 2])];
  const held = [
    load({ csv: "t.csv", split }, csv),
    load({ examples, split }),
    loadData({ examples, encode: { y: "oneHot" }, split }, { inputs: oneHot, seed: 0, readText: () => "" }),
  ].map(({ splits }) => [...splits.test!.columns["x"]!.data]);
  expect(held[0]).toHaveLength(6); // 7 a: 2.8, 8 b: 3.2
  expect(held[1]).toEqual(held[0]);
  expect(held[2]).toEqual(held[0]);
});

test("a class that no row has is said out loud", () => {
  expect(load({ csv: "t.csv", labels: { y: ["a", "b"] } }, "x,y\n1,a\n").notes).toEqual([
    "no row has b as its y",
  ]);
});

test("limits are checked", () => {
  const csv: DataSpec = { csv: "t.csv" };
  expect(() => load(csv, undefined, { ...defaultLimits, dataBytes: 11 })).toThrow(/file-too-large/);
  expect(() => load(csv, undefined, { ...defaultLimits, rows: 1 })).toThrow(/t\.csv:3:1 {2}too-many-rows/);
  expect(() => load(csv, undefined, { ...defaultLimits, elements: 1 })).toThrow(/too-many-elements at x/);
});

test("any JSON rows are accepted or refused, and never anything else", () => {
  const cell = fc.oneof(
    fc.constantFrom("a", "b", "1", "", "NA", true, null, 1e99),
    fc.double(),
    fc.array(fc.nat(), { maxLength: 2 }),
  );
  const key = fc.constantFrom("x", "y", "z", "toString", "__proto__");
  const list = fc.array(fc.oneof({ weight: 9, arbitrary: fc.dictionary(key, cell) }, cell), { maxLength: 8 });
  fc.assert(
    fc.property(list, fc.constantFrom("error", "skip"), fc.boolean(), (rows, onBadRow, comma) => {
      try {
        load({ json: "t.json", onBadRow }, `${JSON.stringify(rows)}${comma ? "," : ""}`);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        expect(error.problems.length).toBeLessThanOrEqual(20);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("any attributes of any generator are accepted or refused, and never anything else", () => {
  const names = new Registry([dataPlugin]).names("generators");
  const keys = ["classes", "perClass", "count", "copies", "noise", "means", "covariance", "prior", "centres"];
  const value = fc.oneof(
    fc.constantFrom(0, 1, 2, 0.5, -1, 1e15, 1e300, null, "3", []),
    fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 3 }), { maxLength: 3 }),
    fc.array(fc.constantFrom(0, 0.5, 1), { maxLength: 3 }),
  );
  const attributes = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 });
  const plane = [inputNode("x", ["N", 2], "float32"), inputNode("y", ["N"], "int32", 2)];
  fc.assert(
    fc.property(fc.constantFrom(...names), attributes, (generator, given) => {
      try {
        loadData({ generator, ...given }, { inputs: plane, seed: 0, readText: () => "" });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("any text is accepted or refused, and never anything else", () => {
  const pieces = fc.array(fc.constantFrom("x", "y", "1", "a", "b", ",", '"', "\n", "\r", " ", "\0", "é"), {
    maxLength: 60,
  });
  const split = { train: 0.5, test: 0.5, stratify: "y" };
  fc.assert(
    fc.property(pieces, fc.constantFrom("error", "skip"), (content, onBadRow) => {
      try {
        load({ csv: "t.csv", onBadRow, split }, `x,y\n${content.join("")}`);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        expect(error.problems.length).toBeLessThanOrEqual(20);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});
