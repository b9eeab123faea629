import { expect, test } from "vitest";
import { expectedOf, type Refused, refusalOf } from "./golden.js";

const cases: Refused[] = [
  {
    name: "no examples for an input",
    data: { examples: { x: [[1, 2]] } },
    refusal: `
      data.examples  unbound-input at y
        got   no examples for input y of shape [N]
        need  examples for every input
        try   "examples": { "y": [0] }
    `,
  },
  {
    name: "no examples",
    data: { examples: { x: [], y: [] } },
    refusal: `
      data.examples  no-rows
        got   no rows
        need  at least one
        try   "examples": { "x": [[0, 0]], "y": [0] }
    `,
  },
  {
    name: "wrong form",
    data: { examples: { x: [[1, 2], 3], y: [0, "owl"] } },
    refusal: `
      data.examples.x[1]  bad-shape
        got   3
        need  a list of 2, a row of x
      data.examples.y[1]  unknown-label
        got   "owl"
        need  a class number from 0 to 1, or a text that data.labels.y lists
        try   "labels": { "y": ["owl", …] }
    `,
  },
];

test.each(cases)("$name", (refused) => {
  expect(refusalOf(refused)).toBe(expectedOf(refused));
});
