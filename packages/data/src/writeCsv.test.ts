import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "./csv.js";
import { writeCsv } from "./writeCsv.js";

test("one line a row, quotes where they must be, numbers exact", () => {
  expect(
    writeCsv(
      ["name", "p"],
      [
        ["a,b", 0.1],
        ['5" pipe', 1e-7],
        ["", -2],
      ],
    ),
  ).toBe('name,p\n"a,b",0.1\n"5"" pipe",1e-7\n,-2\n');
});

test("what is written is read back cell for cell", () => {
  const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", " ", "x") }));
  const written = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      columns: fc.uniqueArray(cell, { minLength: width, maxLength: width }),
      rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }),
    }),
  );
  fc.assert(
    fc.property(written, ({ columns, rows }) => {
      fc.pre(![columns, ...rows].flat().some((text) => text.includes("\0")));
      const table = parseCsv(writeCsv(columns, rows), { file: "t.csv" });
      expect([table.columns, ...table.rows]).toEqual([columns, ...rows]);
    }),
    { seed: 1, numRuns: 1000 },
  );
});
