import { expect, test } from "vitest";
import { csv, expectedOf, type Refused, refusalOf } from "./golden.js";

const cases: Refused[] = [
  {
    name: "empty file",
    data: csv,
    text: "\r\n",
    refusal: `
      birds.csv  empty-file
        got   no lines
        need  a header line and rows
        try   a first line that names the columns, such as x,y
    `,
  },
  {
    name: "UTF-16",
    data: csv,
    text: "k\0i\0n\0d\0",
    refusal: `
      birds.csv:1:2  not-text
        got   a NUL character
        need  text in UTF-8 (UTF-16 and spreadsheet files are not)
        try   save or export it as CSV in UTF-8
    `,
  },
  {
    name: "duplicate column",
    data: csv,
    text: "kind,w,h,w\n",
    refusal: `
      birds.csv:1:10  duplicate-column
        got   a second column "w"
        need  a different name for each column
        try   "w_2"
    `,
  },
  {
    name: "ragged",
    data: csv,
    text: 'kind,w,h\nowl,1,5,2\n"a\nuk",3\n',
    refusal: `
      birds.csv:2:1  ragged-row
        got   4 cells
        need  3, as in the header
        try   quotes around a cell that holds a comma: "a, b"
      birds.csv:3:1  ragged-row
        got   2 cells
        need  3, as in the header
        try   a comma for each empty cell
    `,
  },
  {
    name: "unclosed quote",
    data: csv,
    text: 'kind,w,h\nowl,1,2\n"auk,3,4\n',
    refusal: `
      birds.csv:3:1  unclosed-quote
        got   a quote that is never closed
        need  a closing " (a quote within quotes is written "")
        try   "auk"
    `,
  },
  {
    name: "text after a quote",
    data: csv,
    text: 'kind,w,h\n"owl"s,1,2\n',
    refusal: `
      birds.csv:2:6  stray-quote
        got   "s" after a closing quote
        need  quotes around the whole cell, and each quote in it doubled
        try   """owl""s"
    `,
  },
  {
    name: "quote within",
    data: csv,
    text: 'kind,w,h\nowl,5" ,2\n',
    refusal: `
      birds.csv:2:6  stray-quote
        got   a quote within a cell that does not begin with one
        need  quotes around the whole cell, and each quote in it doubled
        try   "5"" "
    `,
  },
  {
    name: "header only",
    data: csv,
    text: "kind,w,h\n",
    refusal: `
      birds.csv  no-rows
        got   a header and no rows
        need  at least one row to use
        try   a line for each row below the header
    `,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});
