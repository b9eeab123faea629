import { expect, test } from "vitest";
import { birds, csv, expectedOf, type Refused, refusalOf } from "./golden.js";

const cases: Refused[] = [
  {
    name: "missing and bad cells",
    data: csv,
    text: "kind,w,h\nowl,,2\n,NA,1e99\n",
    refusal: `
      birds.csv:2:5  missing-value at column w
        got   an empty cell
        need  a value in every column that an input takes
        try   "onBadRow": "skip" drops such rows and says how many
      birds.csv:3:1  missing-value at column kind
        got   an empty cell
        need  a value in every column that an input takes
        try   "onBadRow": "skip" drops such rows and says how many
      birds.csv:3:2  not-a-number at column w
        got   "NA"
        need  a finite float32 number, such as 39.1
        try   "missing": ["", "NA"]
      birds.csv:3:5  not-a-number at column h
        got   "1e99"
        need  a finite float32 number, such as 39.1
        try   "onBadRow": "skip" drops such rows and says how many
    `,
  },
  {
    name: "nothing left",
    data: { ...csv, onBadRow: "skip" },
    text: "kind,w,h\nowl,,2\n",
    refusal: `
      birds.csv  no-rows
        got   dropped 1 of 1 rows of birds.csv (line 2): no value in w
        need  at least one row to use
        try   "onBadRow": "error" shows every bad cell
    `,
  },
  {
    name: "unknown label",
    data: { ...csv, labels: { y: ["auk", "owl"] } },
    text: "kind,w,h\nolw,1,2\n",
    refusal: `
      birds.csv:2:1  unknown-label at column kind
        got   "olw"
        need  one of the 2 labels: auk, owl
        try   "owl"
    `,
  },
  {
    name: "too many labels",
    data: csv,
    text: `${birds}jay,1,2\n`,
    refusal: `
      birds.csv  label-count at column kind
        got   3 labels: auk, jay, owl
        need  2, as classes of input y says
        try   "classes": 3
    `,
  },
  {
    name: "too few labels",
    data: csv,
    text: "kind,w,h\nowl,1,2\n",
    refusal: `
      birds.csv  label-count at column kind
        got   1 label: owl
        need  2, as classes of input y says
        try   "classes": 1, or all of them: "labels": { "y": ["owl", "…"] }
    `,
  },
  {
    name: "label count",
    data: { ...csv, labels: { y: ["owl"] } },
    refusal: `
      data.labels.y  label-count
        got   1 label: owl
        need  2, as classes of input y says
        try   "classes": 1
    `,
  },
  {
    name: "duplicate label",
    data: { ...csv, labels: { y: ["owl", "owl"] } },
    refusal: `
      data.labels.y  duplicate-label
        got   "owl" twice
        need  each label once
        try   leave out the second "owl"
    `,
  },
  {
    name: "labels of numbers",
    data: { ...csv, labels: { x: ["owl"] } },
    refusal: `
      data.labels.x  not-a-category
        got   labels for x, an input of float32 numbers
        need  an int32 input with classes, or a float input encoded as oneHot
        try   "encode": { "x": "oneHot" }
    `,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});
