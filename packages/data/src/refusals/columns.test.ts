import { expect, test } from "vitest";
import { birds, csv, expectedOf, type Refused, refusalOf, y } from "./golden.js";
import { inputNode } from "../testInputs.js";

const cases: Refused[] = [
  {
    name: "unbound vector",
    data: { csv: "birds.csv", columns: { y: "kind" } },
    refusal: `
      data.columns  unbound-input at x
        got   no columns for input x of shape [N, 2]
        need  a list of 2 columns of birds.csv: kind, w, h
        try   "columns": { "x": ["…"] }
    `,
  },
  {
    name: "unbound scalar",
    data: { csv: "birds.csv", columns: { x: ["w", "h"] } },
    text: birds.replace("kind", "Y_"),
    refusal: `
      data.columns  unbound-input at y
        got   no columns for input y of shape [N]
        need  a column of birds.csv: Y_, w, h
        try   "columns": { "y": "Y_" }
    `,
  },
  {
    name: "unknown column",
    data: { csv: "birds.csv", columns: { x: ["w", "hh"], y: "knid" } },
    refusal: `
      data.columns.x[1]  unknown-column
        got   "hh"
        need  a column of birds.csv: kind, w, h
        try   "h"
      data.columns.y  unknown-column
        got   "knid"
        need  a column of birds.csv: kind, w, h
        try   "kind"
    `,
  },
  {
    name: "duplicate binding",
    data: { csv: "birds.csv", columns: { x: ["w", "w"], y: "kind" } },
    refusal: `
      data.columns.x[1]  duplicate-column
        got   "w" twice
        need  another column of birds.csv than those before it: kind, h
    `,
  },
  {
    name: "column count",
    data: { csv: "birds.csv", columns: { x: ["w", "h", "kind"], y: "kind" } },
    refusal: `
      data.columns.x  column-count
        got   3 columns
        need  2 for input x of shape [N, 2]
        try   "shape": ["N", 3]
    `,
  },
  {
    name: "open dim",
    data: csv,
    text: birds,
    inputs: [inputNode("x", ["N", "p"]), y],
    refusal: `
      unbound-dim at x
        got   input x of shape [N, p]
        need  integers after N
        try   "dims": { "p": 2 }
    `,
  },
  {
    name: "batch not first",
    data: csv,
    text: birds,
    inputs: [inputNode("x", [2, "N"]), y],
    refusal: `
      batch-axis at x
        got   input x of shape [2, N]
        need  the batch N as the first dim of an input that data feeds
        try   "shape": ["N", 2]
    `,
  },
  {
    name: "one-hot of integers",
    data: { ...csv, encode: { y: "oneHot" } },
    refusal: `
      data.encode.y  bad-encoding at y
        got   oneHot for int32 input y of shape [N]
        need  a float input of shape [N, classes]
        try   leave out data.encode.y: an int32 input with classes takes the class number
    `,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});
