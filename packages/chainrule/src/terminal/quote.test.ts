import { parseDocument, type Problem, Refusal } from "@chainrule/core";
import { expect, test } from "vitest";
import { memory } from "../testing/io.js";
import { quoteLines } from "./quote.js";
import { report } from "./report.js";

/** What a terminal of a width shows of a problem at a path. */
function shown(text: string, path: NonNullable<Problem["path"]>, width = 60): string {
  const refusal = parseDocument(text, "a.json").place(new Refusal({ code: "x", path, got: "", need: "" }));
  const quoted = quoteLines(refusal.problems[0]!, width);
  return quoted === undefined ? "nothing" : `\n${quoted.line}\n${quoted.caret}\n`;
}

test("the key and its value are underlined where both are in the line", () => {
  expect(shown('{\n  "op": "ad", // a sum\n  "in": [\n 1] }', ["op"])).toMatchInlineSnapshot(`
    "
      2 |   "op": "ad", // a sum
        |   ^^^^^^^^^^
    "
  `);
  expect(shown('{\n  "op": "ad",\n  "in": [\n 1] }', ["in"])).toMatchInlineSnapshot(`
    "
      3 |   "in": [
        |   ^^^^
    "
  `);
  expect(shown('{\n  "in": [\n 1, 20] }', ["in", 1])).toMatchInlineSnapshot(`
    "
      3 |  1, 20] }
        |     ^^
    "
  `);
});

test("a path of which the document holds a part shows the key of that part", () => {
  expect(shown('{ "a": { "b": 1 } }', ["a", "c"])).toMatchInlineSnapshot(`
    "
      1 | { "a": { "b": 1 } }
        |   ^^^
    "
  `);
});

test("a long line is cut on both sides", () => {
  const list = (from: number): string => Array.from({ length: 200 }, (_, i) => i + from).join(", ");
  expect(shown(`[${list(1000)}, "here", ${list(5000)}]`, [200])).toMatchInlineSnapshot(`
    "
      1 | …94, 1195, 1196, 1197, 1198, 1199, "here", 5000, 5001…
        |                                    ^^^^^^
    "
  `);
  expect(shown(`["${"long".repeat(100)}", 2]`, [0])).toMatchInlineSnapshot(`
    "
      1 | ["longlonglonglonglonglongl…, 2]
        |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "
  `);
  expect(shown(`["${"long".repeat(100)}", 2]`, [1], 40)).toMatchInlineSnapshot(`
    "
      1 | …longlonglonglonglonglonglong", 2]
        |                                 ^
    "
  `);
});

test("tabs are two spaces, wide characters two columns, marks none, control characters spelled out", () => {
  expect(shown('[\n\t"a\u0301", "漢字", "😀", 1]', [3])).toMatchInlineSnapshot(`
    "
      2 |   "á", "漢字", "😀", 1]
        |                      ^
    "
  `);
  expect(shown("[ /* \u001b[31m\u202e */ 1]", [0])).toMatchInlineSnapshot(`
    "
      1 | [ /* \\u001b[31m\\u202e */ 1]
        |                          ^
    "
  `);
});

test("every quoted line fits its terminal, however long the line and wherever the problem", () => {
  for (const width of [40, 41, 60, 80, 133]) {
    for (let i = 0; i < 60; i += 7) {
      const list = Array.from({ length: 60 }, (_, j) => "x".repeat(1 + ((j * 13) % 40)));
      const lines = shown(JSON.stringify(list), [i], width).split("\n");
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines[2]).toMatch(/\^$/);
    }
  }
});

test("a narrow terminal, and a problem without a place, quote nothing", () => {
  expect(shown("[1]", [0], 39)).toBe("nothing");
  expect(quoteLines({ code: "x", got: "", need: "" }, 80)).toBeUndefined();
});

test("a terminal sees the line below the place; a pipe and a dumb terminal see four lines", () => {
  const text = '{\n  "op": "ad"\n}';
  const problem = { code: "unknown-op", path: ["op"], got: '"ad"', need: "an op", try: '"add"' };
  const refusal = parseDocument(text, "a.json").place(new Refusal(problem));
  const seen = (fields: { isTTY?: boolean; columns?: number }, env = {}): string => {
    const stderr = memory(fields);
    const { signal: interrupted } = new AbortController();
    report(
      refusal,
      { stdout: memory(), stderr, cwd: "/", env: { NO_COLOR: "1", ...env }, interrupted },
      false,
    );
    return stderr.text();
  };
  expect(seen({ isTTY: true, columns: 80 })).toMatchInlineSnapshot(`
    "a.json:2:3  unknown-op
      2 |   "op": "ad"
        |   ^^^^^^^^^^
      got   "ad"
      need  an op
      try   "add"
    "
  `);
  const plain = seen({});
  expect(plain).toMatchInlineSnapshot(`
    "a.json:2:3  unknown-op
      got   "ad"
      need  an op
      try   "add"
    "
  `);
  expect(seen({ isTTY: true }, { TERM: "dumb" })).toBe(plain);
  expect(seen({ isTTY: true, columns: 30 })).toBe(plain);
});
