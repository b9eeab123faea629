import { expect } from "vitest";
import { golden } from "./golden.js";
import { classes } from "../testing/specs.js";
import { classesWith, header, lineWith, points, text } from "./refusal.js";

golden("a file that is not there", { spec: text(classes) }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:52:5  unreadable-file
      got   points.csv: no such file
      need  a file that can be read
    "
  `),
);

golden("a file outside of the folder", classesWith({ "data.csv": "../points.csv" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:52:5  path-outside
      got   "../points.csv"
      need  a path relative to the spec's folder, with forward slashes, that stays inside it
      try   "points.csv"
    "
  `),
);

golden("a column that is not there", classesWith({ "data.columns.x": ["left", "rihgt"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:56:9  unknown-column
      got   "rihgt"
      need  a column of points.csv: left, right, side
      try   "right"
    "
  `),
);

golden("too few columns", classesWith({ "data.columns.x": ["left"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:54:7  column-count
      got   1 column
      need  2 for input x of shape [N, 2]
      try   "shape": ["N", 1]
    "
  `),
);

golden("a cell without a value", classesWith({}, `${header}1,0,west\n,1,east\n`), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "points.csv:3:1  missing-value at column left
      got   an empty cell
      need  a value in every column that an input takes
      try   "onBadRow": "skip" drops such rows and says how many
    "
  `),
);

golden("a cell that is no number", classesWith({}, `${header}1,0,west\n0,one,east\n`), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "points.csv:3:3  not-a-number at column right
      got   "one"
      need  a finite float32 number, such as 39.1
      try   "onBadRow": "skip" drops such rows and says how many
    "
  `),
);

golden("a row that is too long", classesWith({}, `${header}1,0,west\n0,1,2,east\n`), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "points.csv:3:1  ragged-row
      got   4 cells
      need  3, as in the header
      try   quotes around a cell that holds a comma: "a, b"
    "
  `),
);

golden("an open quote", classesWith({}, `${header}1,0,"west\n`), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "points.csv:2:5  unclosed-quote
      got   a quote that is never closed
      need  a closing " (a quote within quotes is written "")
      try   "west"
    "
  `),
);

golden("another number of classes", classesWith({}, `${points}1,1,north\n`), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "points.csv  label-count at column side
      got   3 labels: east, north, west
      need  2, as classes of input y says
      try   "classes": 3
    "
  `),
);

golden("no rows", classesWith({}, header), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "points.csv  no-rows
      got   a header and no rows
      need  at least one row to use
      try   a line for each row below the header
    "
  `),
);

golden("rows that are not equally many", lineWith({ "data.examples.y": [1, 3] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:59:5  row-count
      got   4 rows of x, 2 of y
      need  equally many rows for every input
      try   2 more of y
    "
  `),
);

golden("a split that does not add up", classesWith({ "data.split": { train: 0.8, test: 0.3 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:60:5  bad-fractions
      got   train 0.8, test 0.3: 1.1 in all
      need  fractions that sum to 1
      try   "train": 0.7
    "
  `),
);

golden(
  "a class too small to split",
  classesWith({ "data.split": { train: 0.5, test: 0.5, stratify: "y" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:63:7  class-too-small at class east
      got   test would get 0.5 of 1 row, rounded to none
      need  at least one row of each class in each split
      try   more rows, or no "stratify"
    "
  `),
);
