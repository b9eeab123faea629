import { expect, test } from "vitest";
import { openSpec } from "./project.js";
import { predict } from "./predict.js";
import { readingOf } from "./reading.js";
import { tensor } from "@chainrule/core";

const graphOf = (nodes: object, prediction: string, y: object = { shape: ["N"] }) =>
  openSpec(
    JSON.stringify({
      chainrule: 1,
      dtype: "float64",
      model: { inputs: { x: { shape: y === index ? ["N", 2] : ["N"] }, y }, nodes, outputs: { prediction } },
    }),
  ).evalGraph;
const index = { shape: ["N"], dtype: "int32", classes: 2 };
const withLogits = {
  p: { op: "sigmoid", in: ["x"] },
  loss: { op: "binaryCrossEntropyWithLogits", in: ["x", "y"], reduction: "mean" },
};
const classes = {
  p: { op: "softmax", in: ["x"], axis: 1 },
  loss: { op: "softmaxCrossEntropy", in: ["x", "y"], target: "index", reduction: "mean" },
};

test.each([
  ["logits of classes", graphOf(classes, "x", index), { kind: "classes", isLogit: true, target: "y" }],
  ["their softmax", graphOf(classes, "p", index), { kind: "classes", isLogit: false, target: "y" }],
  [
    "probabilities of classes",
    graphOf(
      { ...classes, loss: { op: "crossEntropy", in: ["p", "y"], target: "index", reduction: "mean" } },
      "p",
      index,
    ),
    { kind: "classes", isLogit: false, target: "y" },
  ],
  ["a binary logit", graphOf(withLogits, "x"), { kind: "binary", isLogit: true, target: "y" }],
  ["its sigmoid", graphOf(withLogits, "p"), { kind: "binary", isLogit: false, target: "y" }],
  [
    "a probability",
    graphOf({ ...withLogits, loss: { op: "binaryCrossEntropy", in: ["p", "y"], reduction: "mean" } }, "p"),
    { kind: "binary", isLogit: false, target: "y" },
  ],
  ["a number", graphOf({ twice: { op: "multiply", in: [2, "x"] } }, "twice"), { kind: "numbers" }],
])("%s is read as what it is", (_, graph, reading) => {
  expect(readingOf(graph, "prediction")).toEqual(reading);
});

test("a logit of ln 3 is the class 1 with probability 3/4; 0 is the class 1 with 1/2", () => {
  const project = openSpec(
    JSON.stringify({
      chainrule: 1,
      dtype: "float64",
      model: {
        inputs: { x: { shape: ["N"] }, y: { shape: ["N"] } },
        nodes: withLogits,
        outputs: { prediction: "x" },
      },
    }),
  );
  const { evalGraph, registry, engine } = project;
  const dataset = { rows: 3, columns: { x: tensor([Math.log(3), 0, -Math.log(3)]) } };
  const state = project.initialState();
  const { columns, rows } = predict(evalGraph, "prediction", {
    registry,
    engine,
    state,
    dataset,
    labels: {},
  });
  expect(columns).toEqual(["y", "probability"]);
  expect(rows).toEqual([
    [1, expect.closeTo(0.75, 12)],
    [1, 0.5],
    [0, expect.closeTo(0.25, 12)],
  ]);
});

test("a model of one example predicts row by row", () => {
  const project = openSpec(
    JSON.stringify({
      chainrule: 1,
      dtype: "float64",
      model: {
        inputs: { x: { shape: [2] } },
        nodes: { s: { op: "sum", in: ["x"] } },
        outputs: { prediction: "s" },
      },
    }),
  );
  const { evalGraph, registry, engine } = project;
  const dataset = {
    rows: 2,
    columns: {
      x: tensor([
        [1, 2],
        [3, 4],
      ]),
    },
  };
  const state = project.initialState();
  const { rows } = predict(evalGraph, "prediction", { registry, engine, state, dataset, labels: {} });
  expect(rows).toEqual([[3], [7]]);
});
