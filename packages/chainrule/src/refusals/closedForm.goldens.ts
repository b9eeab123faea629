import type { Json } from "@chainrule/core";
import { expect } from "vitest";
import { golden } from "./golden.js";
import { classesWith, lineWith, type Mistake } from "./refusal.js";

/** The line, solved for in one step, with changes. */
const solvedWith = (changes: Readonly<Record<string, Json>>, method = "normalEquation"): Mistake =>
  lineWith({
    "train.optimiser": { type: "closedForm", method },
    "train.stop": [{ steps: 1 }],
    ...changes,
  });

/** The line's sum as the logit of a class. */
const unit = {
  "model.nodes.loss": { op: "binaryCrossEntropyWithLogits", in: ["f", "y"], reduction: "mean" },
  "data.examples.y": [0, 0, 1, 1],
};

golden("a closed form over mini-batches", solvedWith({ "train.batch.size": 2 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:77:7  not-full-batch
      got   2
      need  all rows at once: what is solved and not descended has one step
      try   "full"
    "
  `),
);

golden("a closed form of many steps", solvedWith({ "train.stop": [{ steps: 200 }] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:83:5  not-one-step
      got   [{ "steps": 200 }]
      need  an end after one step: a second would find the same
      try   [{ "steps": 1 }]
    "
  `),
);

golden("a closed form with a learning rate", solvedWith({ "train.optimiser.lr": 0.1 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:82:7  unknown-attribute
      got   "lr"
      need  an attribute of optimiser closedForm
      try   leave out "lr"
    "
  `),
);

golden("a closed form by no method", solvedWith({ "train.optimiser": { type: "closedForm" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:79:5  missing-attribute
      got   no "method" for optimiser closedForm
      need  "method", one of "normalEquation", "lda" ("normalEquation": least squares; "lda": the gaussian classes' sigmoid unit)
      try   "method": "normalEquation"
    "
  `),
);

golden("a closed form by a method that is none", solvedWith({}, "normalEquations"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:7  bad-attribute
      got   "method": "normalEquations"
      need  one of "normalEquation", "lda"
      try   "method": "normalEquation"
    "
  `),
);

golden(
  "a closed form that is misspelt",
  solvedWith({ "train.optimiser": { type: "closedform", method: "lda", lr: 1 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  unknown-optimiser
      got   "closedform"
      need  the name of a loaded optimiser
      try   "closedForm"
    "
  `),
);

golden(
  "a closed form of a model that is not affine",
  solvedWith({
    "model.nodes.s": { op: "add", in: ["wx", "b"] },
    "model.nodes.f": { op: "tanh", in: ["s"] },
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:85:5  not-affine at f
        got   tanh, whose derivative by the parameters depends on them
        need  f to be affine in the parameters: sums of them, times numbers and inputs
        try   { "type": "sgd", "lr": 0.1 }
      "
    `),
);

golden(
  "a closed form of two layers",
  solvedWith({
    "model.params.v": { shape: [], value: 1 },
    "model.nodes.f": { op: "multiply", in: ["v", "wx"] },
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:83:5  not-affine at f
        got   multiply, whose derivative by the parameters depends on them
        need  f to be affine in the parameters: sums of them, times numbers and inputs
        try   { "type": "sgd", "lr": 0.1 }
      "
    `),
);

golden(
  "a closed form of another loss",
  {
    ...classesWith({
      "train.batch.size": "full",
      "train.stop": [{ steps: 1 }],
      "train.optimiser": { type: "closedForm", method: "normalEquation" },
    }),
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:62:5  wrong-loss at loss
      got   softmaxCrossEntropy
      need  one output of op squaredError, for method normalEquation
    "
  `),
);

golden("a discriminant by squared error", solvedWith({}, "lda"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:75:5  wrong-loss at loss
      got   squaredError
      need  one output of op binaryCrossEntropyWithLogits, or binaryCrossEntropy of a sigmoid, for method lda
    "
  `),
);

golden("a closed form of a weighted loss", solvedWith({ "train.minimise": { loss: 2 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:75:5  wrong-loss
      got   a weighted sum
      need  one output of op squaredError, for method normalEquation
    "
  `),
);

golden("a column that is the same in every row", solvedWith({ "data.examples.x": [2, 2, 2, 2] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:79:5  singular-system at w
      got   w, whose column is 0 or a combination of the others'
      need  rows that determine every parameter
    "
  `),
);

golden(
  "two columns that are one",
  solvedWith({
    "model.params.v": { shape: [], value: 0 },
    "model.nodes.vx": { op: "multiply", in: ["v", "x"] },
    "model.nodes.both": { op: "add", in: ["wx", "vx"] },
    "model.nodes.f": { op: "add", in: ["both", "b"] },
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:97:5  singular-system at w
        got   w, whose column is 0 or a combination of the others'
        need  rows that determine every parameter
        try   "ridge": 0.001
      "
    `),
);

golden("fewer rows than unknowns", solvedWith({ "data.examples.x": [3], "data.examples.y": [1] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:73:5  singular-system at w
      got   1 equation for 2 unknowns
      need  rows that determine every parameter
    "
  `),
);

golden("a ridge below zero", solvedWith({ "train.optimiser.ridge": -1 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:82:7  bad-attribute
      got   "ridge": -1
      need  a finite number at least 0
      try   "ridge": 0
    "
  `),
);

golden("a ridge for a discriminant", solvedWith({ ...unit, "train.optimiser.ridge": 1 }, "lda"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:7  bad-attribute
      got   "ridge": 1 with "method": "lda"
      need  ridge with normalEquation only
      try   leave out "ridge"
    "
  `),
);

golden(
  "a discriminant of one class",
  solvedWith({ ...unit, "data.examples.y": [1, 1, 1, 1] }, "lda"),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  bad-classes
      got   rows of class 1 alone
      need  rows of class 0 and rows of class 1
    "
  `),
);

golden("a discriminant without a bias", solvedWith({ ...unit, "train.freeze": ["b"] }, "lda"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  not-one-unit at f
      got   1 weight and 0 biases
      need  one number a row, x w + b, of which all of w and one b are trained
    "
  `),
);
