import { defaultLimits, Refusal } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadData } from "./load.js";
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
