import { expect, test } from "vitest";
import { columns, expectedOf, type Refused, refusalOf } from "./golden.js";
import { mended } from "./mend.js";

const json = { json: "birds.json", columns };
const owl = { kind: "owl", w: 1, h: 2 };
const auk = { kind: "auk", w: 3, h: 4 };
const text = (...rows: unknown[]) => `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]`;
const inline = (...rows: unknown[]) => ({ rows: [owl, auk, ...rows], columns });

const cases: Refused[] = [
  {
    name: "a number in quotes",
    data: inline({ kind: "owl", w: "5", h: 6 }),
    refusal: `
      data.rows[2].w  not-a-number at column w
        got   "5"
        need  a finite float32 number, such as 39.1
        try   5, without quotes
    `,
    mends: true,
  },
  {
    name: "a number in quotes, in a file",
    data: json,
    text: text(owl, auk, { kind: "owl", w: "5", h: 6 }),
    refusal: `
      birds.json:4:17  not-a-number at column w
        got   "5"
        need  a finite float32 number, such as 39.1
        try   5, without quotes
    `,
  },
  {
    name: "no values",
    data: json,
    text: text(owl, { kind: null, h: 3 }, auk),
    refusal: `
      birds.json:3:4  missing-value at column kind
        got   null, which means no value
        need  a value in every column that an input takes
        try   "onBadRow": "skip" drops such rows and says how many
      birds.json:3:3  missing-value at column w
        got   an absent key
        need  a value in every column that an input takes
        try   "onBadRow": "skip" drops such rows and says how many
    `,
  },
  {
    name: "a placeholder",
    data: inline({ kind: "owl", w: "NA", h: 6 }),
    refusal: `
      data.rows[2].w  not-a-number at column w
        got   "NA"
        need  a finite float32 number, such as 39.1
        try   "missing": ["", "NA"]
    `,
  },
  {
    name: "a text that means no value",
    data: { ...inline({ kind: "owl", w: "NA", h: "" }), missing: ["", "NA"] },
    refusal: `
      data.rows[2].w  missing-value at column w
        got   "NA", which means no value
        need  a value in every column that an input takes
        try   "onBadRow": "skip" drops such rows and says how many
      data.rows[2].h  missing-value at column h
        got   an empty text
        need  a value in every column that an input takes
        try   "onBadRow": "skip" drops such rows and says how many
    `,
  },
  {
    name: "values that are lists and objects",
    data: inline({ kind: ["owl"], w: { cm: 5 }, h: [6] }),
    refusal: `
      data.rows[2].kind  not-a-label at column kind
        got   ["owl"]
        need  a label: a text, a number, true or false
        try   "onBadRow": "skip" drops such rows and says how many
      data.rows[2].w  not-a-number at column w
        got   {"cm":5}
        need  a finite float32 number, such as 39.1
        try   "onBadRow": "skip" drops such rows and says how many
      data.rows[2].h  not-a-number at column h
        got   [6]
        need  a finite float32 number, such as 39.1
        try   "onBadRow": "skip" drops such rows and says how many
    `,
  },
  {
    name: "a truth value for a number",
    data: json,
    text: text(owl, auk, { kind: "owl", w: true, h: 1e39 }),
    refusal: `
      birds.json:4:17  not-a-number at column w
        got   true
        need  a finite float32 number, such as 39.1
        try   "onBadRow": "skip" drops such rows and says how many
      birds.json:4:26  not-a-number at column h
        got   1e+39
        need  a finite float32 number, such as 39.1
        try   "onBadRow": "skip" drops such rows and says how many
    `,
  },
  {
    name: "misspelt label",
    data: { ...inline({ kind: "olw", w: 1, h: 2 }), labels: { y: ["auk", "owl"] } },
    refusal: `
      data.rows[2].kind  unknown-label at column kind
        got   "olw"
        need  one of the 2 labels: auk, owl
        try   "owl"
    `,
    mends: true,
  },
  {
    name: "too many labels",
    data: inline({ kind: "jay", w: 1, h: 2 }),
    refusal: `
      data.rows  label-count at column kind
        got   3 labels: auk, jay, owl
        need  2, as classes of input y says
        try   "classes": 3
    `,
  },
  {
    name: "too many labels, in a file",
    data: json,
    text: text(owl, auk, { kind: "jay", w: 1, h: 2 }),
    refusal: `
      birds.json  label-count at column kind
        got   3 labels: auk, jay, owl
        need  2, as classes of input y says
        try   "classes": 3
    `,
  },
  {
    name: "misspelt column",
    data: { rows: [owl, auk], columns: { ...columns, y: "knid" } },
    refusal: `
      data.columns.y  unknown-column
        got   "knid"
        need  a column of data.rows: kind, w, h
        try   "kind"
    `,
    mends: true,
  },
  {
    name: "column in no row",
    data: { json: "birds.json" },
    text: text({ y: 1 }),
    refusal: `
      data.columns  unbound-input at x
        got   no columns for input x of shape [N, 2]
        need  a list of 2 columns of birds.json: y
        try   "columns": { "x": ["…"] }
    `,
  },
  {
    name: "no rows",
    data: json,
    text: "[]",
    refusal: `
      birds.json  no-rows
        got   an empty list
        need  at least one row, an object with a value for each column
    `,
  },
  {
    name: "no inline rows",
    data: { rows: [], columns },
    refusal: `
      data.rows  no-rows
        got   an empty list
        need  at least one row, an object with a value for each column
    `,
  },
  {
    name: "nothing left",
    data: {
      rows: [{ kind: "owl", w: 1 }, { h: 2 }],
      columns: { ...columns, x: ["w", "h"] },
      onBadRow: "skip",
    },
    refusal: `
      data.rows  no-rows
        got   dropped 2 of 2 rows of data.rows (rows 0, 1): no value in h, kind, w
        need  at least one row to use
        try   "onBadRow": "error" shows every bad cell
    `,
  },
  {
    name: "not a list",
    data: json,
    text: '{ "birds": [] }',
    refusal: `
      birds.json:1:1  wrong-type
        got   {"birds":[]}
        need  a list
    `,
  },
  {
    name: "a row that is no object",
    data: json,
    text: text(owl, [1, 2, "auk"], 3),
    refusal: `
      birds.json:3:3  wrong-type
        got   [1,2,"auk"]
        need  an object
      birds.json:4:3  wrong-type
        got   3
        need  an object
    `,
  },
  {
    name: "an inline row that is no object",
    data: inline(7),
    refusal: `
      data.rows[2]  wrong-type
        got   7
        need  an object
    `,
  },
  {
    name: "no JSON",
    data: json,
    text: '[\n  { "kind": "owl", "w": 1 "h": 2 }\n]',
    refusal: `
      birds.json:2:27  syntax
        got   "h"
        need  ","
        try   , "h"
    `,
  },
  {
    name: "CSV in a JSON file",
    data: json,
    refusal: `
      birds.json:1:1  syntax
        got   kind
        need  JSON (comments and trailing commas are allowed)
    `,
  },
  {
    name: "a key twice",
    data: json,
    text: '[{ "kind": "owl", "w": 1, "w": 2 }]',
    refusal: `
      birds.json:1:27  duplicate-key
        got   "w" twice in one object
        need  each key once
    `,
  },
  {
    name: "a forbidden key",
    data: json,
    text: '[{ "__proto__": 1 }]',
    refusal: `
      birds.json:1:4  forbidden-key
        got   "__proto__"
        need  another name
    `,
  },
  {
    name: "a JSON file for csv",
    data: { csv: "birds.json", columns },
    text: text(owl, auk),
    refusal: `
      data.csv  wrong-source
        got   "birds.json", a JSON file by its name
        need  a CSV file
        try   "json": "birds.json"
    `,
    mends: true,
  },
  {
    name: "a CSV file for json",
    data: { json: "tables/birds.CSV", columns },
    refusal: `
      data.json  wrong-source
        got   "tables/birds.CSV", a CSV file by its name
        need  a JSON file
        try   "csv": "tables/birds.CSV"
    `,
    mends: true,
  },
  {
    name: "path outside",
    data: { json: "../birds.json" },
    refusal: `
      data.json  path-outside
        got   "../birds.json"
        need  a path relative to the spec's folder, with forward slashes, that stays inside it
        try   "birds.json"
    `,
  },
  {
    name: "three sources",
    data: { json: "birds.json", rows: [], csv: "birds.csv" },
    refusal: `
      data  two-sources
        got   csv, json and rows
        need  one source of rows
        try   leave out all but one, such as "csv"
    `,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});

test.each(cases.filter(({ mends }) => mends))("$name: what it says to try is enough", (refused) => {
  expect(mended(refused)).toBe("accepted");
});
