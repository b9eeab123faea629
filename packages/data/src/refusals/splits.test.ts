import { expect, test } from "vitest";
import { csv, expectedOf, type Refused, refusalOf } from "./golden.js";

const cases: Refused[] = [
  {
    name: "fractions",
    data: { ...csv, split: { train: 0.8, test: 0.3 } },
    refusal: `
      data.split  bad-fractions
        got   train 0.8, test 0.3: 1.1 in all
        need  fractions that sum to 1
        try   "train": 0.7
    `,
  },
  {
    name: "empty split",
    data: { ...csv, split: { train: 0.9, test: 0.1 } },
    refusal: `
      data.split.test  empty-split
        got   test would get 0.1 of 3 rows, rounded to none
        need  at least one row in each split
        try   more rows, or "test": 0.34
    `,
  },
  {
    name: "small class",
    data: { ...csv, split: { train: 0.5, test: 0.5, stratify: "y" } },
    refusal: `
      data.split.stratify  class-too-small at class auk
        got   test would get 0.5 of 1 row, rounded to none
        need  at least one row of each class in each split
        try   more rows, or no "stratify"
    `,
  },
  {
    name: "stratify by numbers",
    data: { ...csv, split: { train: 0.5, test: 0.5, stratify: "x" } },
    refusal: `
      data.split.stratify  not-a-category
        got   x, an input of float32 numbers
        need  an input that takes one category a row: int32 with classes, or encoded as oneHot
        try   leave out "stratify"
    `,
  },
  {
    name: "stratify by nothing",
    data: { ...csv, split: { train: 0.5, test: 0.5, stratify: "kind" } },
    refusal: `
      data.split.stratify  unknown-input
        got   "kind"
        need  an input of the model: x, y
        try   "y"
    `,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});
