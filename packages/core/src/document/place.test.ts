import fc from "fast-check";
import { expect, test } from "vitest";
import { placeIn } from "./place.js";

test("lines end with LF, CRLF or CR", () => {
  const text = "a\nbc\r\nd\re";
  const places = [...text].map((_, i) => {
    const { line, column } = placeIn(text, i);
    return [line, column];
  });
  expect(places).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
    [2, 3],
    [2, 4],
    [3, 1],
    [3, 2],
    [4, 1],
  ]);
  expect(placeIn(text, text.length)).toMatchObject({ line: 4, column: 2, quote: { before: "e", meant: "" } });
});

test("any offset has the place that splitting the text gives", () => {
  const texts = fc.array(fc.constantFrom("a", "bc", "\n", "\r", "\r\n", "\t"), { maxLength: 30 });
  fc.assert(
    fc.property(texts, fc.nat({ max: 60 }), (pieces, at) => {
      const text = pieces.join("");
      const offset = Math.min(at, text.length);
      // Inside CRLF an offset still stands in the line that it ends.
      const inBreak = text[offset - 1] === "\r" && text[offset] === "\n";
      const lines = text.slice(0, inBreak ? offset - 1 : offset).split(/\r\n|\n|\r/);
      const { line, column, quote } = placeIn(text, offset);
      expect([line, column]).toEqual([lines.length, lines.at(-1)!.length + 1 + Number(inBreak)]);
      expect(quote.before.replace("\r", "")).toBe(lines.at(-1));
    }),
  );
});

test("what is quoted is a part of one line, cut where it is long", () => {
  const text = `first\n${"a".repeat(1000)}here\nlast`;
  const { quote } = placeIn(text, text.indexOf("here"), 100);
  expect(quote).toEqual({ before: "a".repeat(200), meant: "here", after: "", isCut: true });
});
