import { expect, test } from "vitest";
import { inputNode } from "../testInputs.js";
import { expectedOf, type Refused, refusalOf, x, y } from "./golden.js";
import { mended } from "./mend.js";

const cases: Refused[] = [
  {
    name: "more classes than the input has",
    data: { generator: "spiral", classes: 3 },
    refusal: `
      model.inputs.y.classes  class-count at y
        got   2, as the classes of input y says
        need  3, the classes of column y of generator spiral
        try   "classes": 3
    `,
    mends: true,
  },
  {
    name: "fewer classes than the input has",
    data: { generator: "moons" },
    inputs: [x, inputNode("y", ["N"], "int32", 3)],
    refusal: `
      model.inputs.y.classes  class-count at y
        got   3, as the classes of input y says
        need  2, the classes of column y of generator moons
        try   "classes": 2
    `,
    mends: true,
  },
  {
    name: "three classes for one number",
    data: { generator: "spiral" },
    inputs: [x, inputNode("y", ["N"], "float32")],
    refusal: `
      model.inputs.y  class-count at y
        got   float32 input y of shape [N]
        need  an int32 input with classes, or one encoded as oneHot, for the 3 classes of column y of generator spiral
        try   "y": { "shape": ["N"], "dtype": "int32", "classes": 3 }
    `,
    mends: true,
  },
  {
    name: "one-hot rows without encode",
    data: { generator: "spiral" },
    inputs: [x, inputNode("y", ["N", 3], "float32")],
    refusal: `
      data.encode  shape-mismatch at y
        got   float32 input y of shape [N, 3]
        need  an int32 input with classes, or one encoded as oneHot, for the 3 classes of column y of generator spiral
        try   "encode": { "y": "oneHot" }
    `,
    mends: true,
  },
  {
    name: "one-hot rows of another width",
    data: { generator: "spiral", encode: { y: "oneHot" } },
    inputs: [x, inputNode("y", ["N", 2], "float32")],
    refusal: `
      model.inputs.y.shape  class-count at y
        got   2, as the shape of input y says
        need  3, the classes of column y of generator spiral
        try   "shape": ["N", 3]
    `,
    mends: true,
  },
  {
    name: "one-hot numbers",
    data: { generator: "moons", encode: { x: "oneHot" } },
    refusal: `
      data.encode.x  not-a-category at x
        got   oneHot for numbers, column x of generator moons
        need  a column of classes
        try   leave out "x"
    `,
    mends: true,
  },
  {
    name: "classes for an input of another shape",
    data: { generator: "moons" },
    inputs: [x, inputNode("y", ["N", 4], "int32", 2)],
    refusal: `
      model.inputs.y  shape-mismatch at y
        got   int32 input y of shape [N, 4]
        need  an int32 input with classes, or one encoded as oneHot, for the 2 classes of column y of generator moons
        try   "y": { "shape": ["N"], "dtype": "int32", "classes": 2 }
    `,
    mends: true,
  },
  {
    name: "points for an input of another width",
    data: { generator: "moons" },
    inputs: [inputNode("x", ["N", 3], "float32"), y],
    refusal: `
      model.inputs.x.shape  shape-mismatch at x
        got   input x of shape [N, 3]
        need  2 values a row for column x of generator moons
        try   "shape": ["N", 2]
    `,
    mends: true,
  },
  {
    name: "numbers for integers",
    data: { generator: "sine" },
    inputs: [inputNode("x", ["N"], "int32")],
    refusal: `
      model.inputs.x  dtype-mismatch at x
        got   int32 input x
        need  a float input for the numbers of column x of generator sine
        try   "x": { "shape": ["N"] }
    `,
    mends: true,
  },
  {
    name: "numbers for classes",
    data: { generator: "sine" },
    inputs: [inputNode("y", ["N"], "int32", 2)],
    refusal: `
      model.inputs.y  dtype-mismatch at y
        got   int32 input y
        need  a float input for the numbers of column y of generator sine
        try   "y": { "shape": ["N"] }
    `,
    mends: true,
  },
  {
    name: "input of another name",
    data: { generator: "moons" },
    inputs: [inputNode("points", ["N", 2], "float32"), y],
    refusal: `
      data.columns  unbound-input at points
        got   no column for input points of shape [N, 2]
        need  a column of generator moons: x, y
        try   "columns": { "points": "x" }
    `,
    mends: true,
  },
  {
    name: "input that no column fits",
    data: { generator: "moons" },
    inputs: [inputNode("points", ["N", 5], "float32"), y],
    refusal: `
      data.columns  unbound-input at points
        got   no column for input points of shape [N, 5]
        need  a column of generator moons: x, y
    `,
  },
  {
    name: "misspelt column",
    data: { generator: "moons", columns: { y: "Y" } },
    refusal: `
      data.columns.y  unknown-column
        got   "Y"
        need  a column of generator moons: x, y
        try   "y"
    `,
    mends: true,
  },
  {
    name: "column of another name",
    data: { generator: "moons", columns: { x: ["points"] } },
    refusal: `
      data.columns.x[0]  unknown-column
        got   "points"
        need  a column of generator moons: x, y
        try   "x"
    `,
    mends: true,
  },
  {
    name: "a column for each coordinate",
    data: { generator: "moons", columns: { x: ["x1", "x2"] } },
    refusal: `
      data.columns.x  column-count
        got   2 columns
        need  one column of generator moons, which is taken whole: x, y
        try   "x"
    `,
    mends: true,
  },
  {
    name: "numbers that overflow",
    data: { generator: "moons", noise: 1e39 },
    refusal: `
      data.generator  not-a-number at x
        got   -4.085809285283651e+38 in row 0 of column x of generator moons
        need  a finite float32 number
    `,
  },
  {
    name: "labels of another number",
    data: { generator: "moons", labels: { y: ["upper"] } },
    refusal: `
      data.labels.y  label-count
        got   1 label: upper
        need  2, as classes of input y says
        try   "classes": 1
    `,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});

test.each(cases.filter(({ mends }) => mends))("$name: what it says to try is enough", (refused) => {
  expect(mended(refused)).toBe("accepted");
});
