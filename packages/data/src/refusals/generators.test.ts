import { expect, test } from "vitest";
import { expectedOf, type Refused, refusalOf, x } from "./golden.js";
import { mended } from "./mend.js";
import { inputNode } from "../testInputs.js";

const means = [
  [-1, 0],
  [1, 1],
];
const gaussians = { generator: "gaussians", means };
const cases: Refused[] = [
  {
    name: "misspelt generator",
    data: { generator: "spirale" },
    refusal: `
      data.generator  unknown-generator
        got   "spirale"
        need  the name of a loaded generator
        try   "spiral"
    `,
    mends: true,
  },
  {
    name: "unknown generator",
    data: { generator: "swissRoll" },
    refusal: `
      data.generator  unknown-generator
        got   "swissRoll"
        need  the name of a loaded generator
        try   one of and, blobs, circles, gaussians, moons, or, sine, spiral, xor
    `,
  },
  {
    name: "misspelt attribute",
    data: { generator: "moons", noize: 0.1 },
    refusal: `
      data.noize  unknown-attribute
        got   "noize"
        need  an attribute of generator moons
        try   "noise"
    `,
    mends: true,
  },
  {
    name: "misspelt key beside a generator",
    data: { generator: "moons", splt: { train: 1 } },
    refusal: `
      data.splt  unknown-attribute
        got   "splt"
        need  an attribute of generator moons
        try   "split"
    `,
    mends: true,
  },
  {
    name: "attribute of another generator",
    data: { generator: "moons", factor: 0.5 },
    refusal: `
      data.factor  unknown-attribute
        got   "factor"
        need  an attribute of generator moons
        try   leave out "factor"
    `,
  },
  {
    name: "no rows",
    data: { generator: "moons", perClass: 0 },
    refusal: `
      data.perClass  bad-attribute
        got   "perClass": 0
        need  an integer at least 1
        try   "perClass": 100
    `,
    mends: true,
  },
  {
    name: "a number in quotes",
    data: { generator: "moons", noise: "0.2" },
    refusal: `
      data.noise  bad-attribute
        got   "noise": "0.2"
        need  a finite number at least 0
        try   "noise": 0.2
    `,
    mends: true,
  },
  {
    name: "negative noise",
    data: { generator: "moons", noise: -0.1 },
    refusal: `
      data.noise  bad-attribute
        got   "noise": -0.1
        need  a finite number at least 0
        try   "noise": 0.1
    `,
    mends: true,
  },
  {
    name: "inner circle outside",
    data: { generator: "circles", factor: 1.5 },
    refusal: `
      data.factor  bad-attribute
        got   "factor": 1.5
        need  a finite number at least 0 and below 1
        try   "factor": 0.5
    `,
    mends: true,
  },
  {
    name: "unknown spacing",
    data: { generator: "sine", spacing: "random" },
    inputs: [inputNode("x", ["N"])],
    refusal: `
      data.spacing  bad-attribute
        got   "spacing": "random"
        need  one of "even", "uniform"
        try   "spacing": "even"
    `,
    mends: true,
  },
  {
    name: "half a class",
    data: { generator: "spiral", classes: 2.5 },
    inputs: [x],
    refusal: `
      data.classes  bad-attribute
        got   "classes": 2.5
        need  an integer at least 1
        try   "classes": 3
    `,
    mends: true,
  },
  {
    name: "several bad attributes",
    data: { generator: "moons", perClass: "many", noize: 1 },
    refusal: `
      data.noize  unknown-attribute
        got   "noize"
        need  an attribute of generator moons
        try   "noise"
      data.perClass  bad-attribute
        got   "perClass": "many"
        need  an integer at least 1
        try   "perClass": 100
    `,
    mends: true,
  },
  {
    name: "too many rows",
    data: { generator: "moons", perClass: 1e12 },
    refusal: `
      data.perClass  too-many-rows
        got   2000000000000 rows from generator moons
        need  at most 4000000
        try   "perClass": 2000000
    `,
  },
  {
    name: "too many classes",
    data: { generator: "spiral", classes: 1e12 },
    inputs: [x],
    refusal: `
      data.generator  too-many-rows
        got   100000000000000 rows from generator spiral
        need  at most 4000000
    `,
  },
  {
    name: "no means",
    data: { generator: "gaussians" },
    refusal: `
      data  missing-attribute
        got   no "means" for generator gaussians
        need  "means", a list of equally long lists of numbers (the mean of each class)
        try   "means": [[-1, 0], [1, 1]]
    `,
    mends: true,
  },
  {
    name: "means of unequal length",
    data: { generator: "gaussians", means: [[1, 2], [3]] },
    refusal: `
      data.means  bad-attribute
        got   "means": [[1,2],[3]]
        need  a list of equally long lists of numbers
        try   "means": [[-1, 0], [1, 1]]
    `,
    mends: true,
  },
  {
    name: "covariance of another size",
    data: { ...gaussians, covariance: [[1]] },
    refusal: `
      data.covariance  bad-attribute
        got   a matrix of 1 by 1
        need  a symmetric, positive definite matrix, 2 by 2 as the means have 2 coordinates
    `,
  },
  {
    name: "covariance not symmetric",
    data: {
      ...gaussians,
      covariance: [
        [2, 0.5],
        [0.4, 1],
      ],
    },
    refusal: `
      data.covariance  bad-attribute
        got   a matrix that is not symmetric
        need  a symmetric, positive definite matrix, 2 by 2 as the means have 2 coordinates
        try   "covariance": [[2, 0.5], [0.5, 1]]
    `,
    mends: true,
  },
  {
    name: "covariance not positive definite",
    data: {
      ...gaussians,
      covariance: [
        [1, 2],
        [2, 1],
      ],
    },
    refusal: `
      data.covariance  bad-attribute
        got   a matrix that is not positive definite
        need  a symmetric, positive definite matrix, 2 by 2 as the means have 2 coordinates
    `,
  },
  {
    name: "prior that does not sum to 1",
    data: { ...gaussians, prior: [0.7, 0.2] },
    refusal: `
      data.prior  bad-attribute
        got   2 numbers, 0.9 in all
        need  a probability for each of the 2 classes, which sum to 1
        try   "prior": [0.7, 0.3]
    `,
    mends: true,
  },
  {
    name: "prior of another length",
    data: { ...gaussians, prior: [0.2, 0.3, 0.5] },
    refusal: `
      data.prior  bad-attribute
        got   3 numbers, 1 in all
        need  a probability for each of the 2 classes, which sum to 1
    `,
  },
  {
    name: "classes beside centres",
    data: { generator: "blobs", centres: means, classes: 3 },
    refusal: `
      data.classes  bad-attribute
        got   "classes": 3 beside 2 centres
        need  as many classes as centres
        try   "classes": 2
    `,
    mends: true,
  },
  {
    name: "radius beside centres",
    data: { generator: "blobs", centres: means, radius: 3 },
    refusal: `
      data.radius  bad-attribute
        got   radius beside centres
        need  either centres, or the radius of the circle that they lie on
        try   leave out "radius"
    `,
    mends: true,
  },
  {
    name: "key without use",
    data: { generator: "moons", missing: ["NA"], onBadRow: "skip" },
    refusal: `
      data.missing  unused-key
        got   missing beside generator
        need  a generator and its attributes; missing is for csv, json and rows
        try   leave out "missing"
      data.onBadRow  unused-key
        got   onBadRow beside generator
        need  a generator and its attributes; onBadRow is for csv, json and rows
        try   leave out "onBadRow"
    `,
    mends: true,
  },
  {
    name: "two sources",
    data: { generator: "moons", csv: "moons.csv" },
    refusal: `
      data  two-sources
        got   both csv and generator
        need  one source of rows
        try   leave out "csv" or "generator"
    `,
  },
  {
    name: "misspelt generator key",
    data: { generater: "moons", perClass: 10 },
    refusal: `
      data.generater  unknown-key
        got   "generater"
        need  one of examples, generator, csv, json, rows, columns, labels, encode, missing, onBadRow, split
        try   "generator"
    `,
    mends: true,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});

test.each(cases.filter(({ mends }) => mends))("$name: what it says to try is enough", (refused) => {
  expect(mended(refused)).toBe("accepted");
});
