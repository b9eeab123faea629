import { expect, test } from "vitest";
import { columns, csv, expectedOf, type Refused, refusalOf } from "./golden.js";

const cases: Refused[] = [
  {
    name: "misspelt key",
    data: { ...csv, colums: columns },
    refusal: `
      data.colums  unknown-key
        got   "colums"
        need  one of examples, generator, csv, json, rows, columns, labels, encode, missing, onBadRow, split
        try   leave out "colums"
    `,
  },
  {
    name: "no source",
    data: { columns },
    refusal: `
      data  no-source
        got   no source of rows
        need  "csv" or "json", a file, "rows" or "examples", rows in the spec itself, or "generator", rows that are computed
        try   "csv": "data.csv"
    `,
  },
  {
    name: "two sources",
    data: { ...csv, examples: { x: [[1, 2]], y: [0] } },
    refusal: `
      data  two-sources
        got   both csv and examples
        need  one source of rows
        try   leave out "csv" or "examples"
    `,
  },
  {
    name: "key without use",
    data: { examples: { x: [[1, 2]], y: [0] }, onBadRow: "skip" },
    refusal: `
      data.onBadRow  unused-key
        got   onBadRow beside examples
        need  examples alone; onBadRow is for csv, json and rows
        try   leave out "onBadRow"
    `,
  },
  {
    name: "path outside",
    data: { csv: "../birds.csv" },
    refusal: `
      data.csv  path-outside
        got   "../birds.csv"
        need  a path relative to the spec's folder, with forward slashes, that stays inside it
        try   "birds.csv"
    `,
  },
  {
    name: "unknown input",
    data: { ...csv, columns: { ...columns, why: "kind" } },
    refusal: `
      data.columns.why  unknown-input
        got   "why"
        need  an input of the model: x, y
    `,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});
