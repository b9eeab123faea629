import { parseDocument, type Problem } from "@chainrule/core";
import { expect, test } from "vitest";
import { applyTry } from "./applyTry.js";

const text = `{
  "chainrule": 1, // the version
  "model": {
    "inputs": { "x": { "shape": ["N", 784] } },
    "nodes": {
      "f": { "op": "ad", "in": ["x", "bb"] }, // a sum
      "h": { "block": "layer", "in": ["x"], "scan": { "x": 1 }, "repeat": 3 },
    },
  },
}
`;
const f = ["model", "nodes", "f"];
const applied = (problem: Partial<Problem>, to = text): string | undefined =>
  applyTry(to, { code: "x", got: "", need: "", ...problem });
const parsedOf = (problem: Partial<Problem>): unknown =>
  parseDocument(applied(problem) ?? "", "a.json").value;
/** The lines that differ. */
const changed = (problem: Partial<Problem>): string[] | undefined => {
  const before = text.split("\n");
  return applied(problem)
    ?.split("\n")
    .filter((line) => !before.includes(line));
};

test("a word takes the place of a value, of an item, or of a key where the key is wrong", () => {
  expect(changed({ path: [...f, "op"], got: '"ad"', try: '"add"' })).toEqual([
    '      "f": { "op": "add", "in": ["x", "bb"] }, // a sum',
  ]);
  expect(changed({ path: [...f, "in", 1], got: '"bb"', try: '"b"' })).toEqual([
    '      "f": { "op": "ad", "in": ["x", "b"] }, // a sum',
  ]);
  expect(changed({ path: f, got: '"f"', try: '"g"' })).toEqual([
    '      "g": { "op": "ad", "in": ["x", "bb"] }, // a sum',
  ]);
});

test("a key is set where the language has it: in the node, in the model, at the top", () => {
  const scan = ["model", "nodes", "h", "scan", "x"];
  expect(changed({ path: scan, try: '"repeat": 4' })).toEqual([
    '      "h": { "block": "layer", "in": ["x"], "scan": { "x": 1 }, "repeat": 4 },',
  ]);
  expect(changed({ path: scan, try: '"dims": { "p": 4 }' })).toEqual(['  "dims": { "p": 4 },']);
  expect(parsedOf({ path: scan, try: '"inputs.x.shape": ["N", 748]' })).toMatchObject({
    model: { inputs: { x: { shape: ["N", 748] } } },
  });
  expect(parsedOf({ path: f, try: '"reduction": "mean", "scale": 1' })).toMatchObject({
    model: { nodes: { f: { op: "ad", reduction: "mean", scale: 1 } } },
  });
});

test("the right name under the wrong key changes the key", () => {
  expect(changed({ path: [...f, "op"], got: '"ad"', try: '"block": "ad"' })).toEqual([
    '      "f": { "block": "ad", "in": ["x", "bb"] }, // a sum',
  ]);
});

test("a key is left out, at the place or beside it", () => {
  expect(changed({ path: ["model", "nodes", "h", "repeat"], try: 'leave out "repeat"' })).toEqual([
    '      "h": { "block": "layer", "in": ["x"], "scan": { "x": 1 } },',
  ]);
  expect(changed({ path: ["model", "nodes", "h"], try: 'leave out "scan"' })).toEqual([
    '      "h": { "block": "layer", "in": ["x"], "repeat": 3 },',
  ]);
});

test("slips of JSON are mended where they are", () => {
  const problem = { code: "syntax", line: 1, column: 3, got: "chainrule", try: '"chainrule"' };
  expect(applied(problem, "{ chainrule: 1 }")).toBe('{ "chainrule": 1 }');
  const open = { code: "syntax", line: 1, column: 9, got: "the end of the document", try: "]}" };
  expect(applied(open, '{ "a": [')).toBe('{ "a": []}');
});

test.each(["one of a, b", "reduce it first", '"why": "…"', undefined, '"onBadRow": "skip" drops such rows'])(
  "%s is for a person",
  (hint) => {
    expect(applied({ path: f, ...(hint !== undefined && { try: hint }) })).toBeUndefined();
  },
);

test("what is no JSON, and a place that is not there, stay as they are", () => {
  expect(applied({ path: f, got: '"ad"', try: '"add"' }, "")).toBeUndefined();
  expect(applied({ path: [...f, "out"], got: '"ad"', try: '"add"' })).toBeUndefined();
});
