import { Refusal } from "@chainrule/core";
import { csvParseRows } from "d3-dsv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "./csv.js";

const parse = (text: string) => parseCsv(text, { file: "t.csv" });
const rowsOf = (text: string) => parse(text).rows;

test.each([
  ["LF", "a,b\n1,2\n3,4\n"],
  ["CRLF", "a,b\r\n1,2\r\n3,4\r\n"],
  ["CR", "a,b\r1,2\r3,4\r"],
  ["no line end at the end", "a,b\n1,2\n3,4"],
  ["a byte order mark", "\uFEFFa,b\n1,2\n3,4\n"],
  ["a byte order mark before a quote", '\uFEFF"a",b\n1,2\n3,4\n'],
  ["blank lines", "\n\na,b\r\n\r\n1,2\n\n\n3,4\n\n"],
  ["quotes that were not needed", '"a","b"\n"1","2"\n"3","4"\n'],
])("%s", (_, text) => {
  const table = parse(text);
  expect(table.columns).toEqual(["a", "b"]);
  expect(table.rows).toEqual([
    ["1", "2"],
    ["3", "4"],
  ]);
});

test("quoted cells keep commas, line ends, doubled quotes and spaces", () => {
  expect(rowsOf('a,b,c\n"1,5","x\r\ny","say ""hi"""\n"""", ,""\n')).toEqual([
    ["1,5", "x\r\ny", 'say "hi"'],
    ['"', " ", ""],
  ]);
});

test("empty cells at either end of a line are cells", () => {
  expect(rowsOf("a,b,c\n,,\n1,,\n,,3")).toEqual([
    ["", "", ""],
    ["1", "", ""],
    ["", "", "3"],
  ]);
});

test("an empty cell of a single column is written with quotes; without them the line is blank", () => {
  expect(rowsOf('a\n""\n\nx\n')).toEqual([[""], ["x"]]);
});

test("a header alone is a table without rows", () => {
  expect(parse("a,b\n")).toMatchObject({ columns: ["a", "b"], rows: [] });
});

test("names that objects inherit are ordinary columns", () => {
  expect(parse("__proto__,constructor\n1,2").columns).toEqual(["__proto__", "constructor"]);
});

// Lines of the file: 1 header, 2 blank, 3-4 first row (a line end within quotes), 5 second row.
test("rows and cells are placed by file line and column", () => {
  const table = parse('a,b,c\r\n\r\n1,"x\r\ny",2\r\n10,"q",3\r\n');
  expect(table.placeOf(0)).toMatchObject({ file: "t.csv", line: 3, column: 1 });
  expect(table.placeOf(0, 1)).toMatchObject({ file: "t.csv", line: 3, column: 3 });
  expect(table.placeOf(0, 2)).toMatchObject({ file: "t.csv", line: 4, column: 4 });
  expect(table.placeOf(1, 2)).toMatchObject({ file: "t.csv", line: 5, column: 8 });
});

test("every ragged row is reported, twenty at most", () => {
  const ragged = (rows: number) => {
    try {
      parse(`a,b\n${"1\n".repeat(rows)}`);
    } catch (error) {
      return error instanceof Refusal ? error.problems.map(({ line }) => line) : [];
    }
    return [];
  };
  expect(ragged(3)).toEqual([2, 3, 4]);
  expect(ragged(50)).toHaveLength(20);
});

test("agrees with d3-dsv on whatever is not refused", () => {
  const text = fc.array(fc.constantFrom("a", "1", ",", '"', '""', "\n", "\r\n", " "), { maxLength: 40 });
  const blank = (row: readonly string[]) => row.length === 1 && row[0] === "";
  let accepted = 0;
  fc.assert(
    fc.property(text, (pieces) => {
      const content = pieces.join("");
      try {
        const { columns, rows } = parse(content);
        expect([columns, ...rows].filter((row) => !blank(row))).toEqual(
          csvParseRows(content).filter((row) => !blank(row)),
        );
        accepted++;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(100);
});
