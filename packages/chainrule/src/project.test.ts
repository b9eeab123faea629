import { lastValueFrom, toArray } from "rxjs";
import { expect, test } from "vitest";
import { findNode, type MetricsEvent, openSpec, type RunEnd, stepInput, train } from "./index.js";
import { line } from "./testing/specs.js";

const spec = { ...line, train: { ...line.train, stop: [{ steps: 2 }] } };

test("a spec is opened and trained by two calls", async () => {
  const project = openSpec(JSON.stringify(spec));
  const events = await lastValueFrom(train(project.job).pipe(toArray()));
  const losses = events
    .filter((event): event is MetricsEvent => event.type === "metrics")
    .map(({ values }) => values["loss"]);
  // From w = b = 0: the loss is 21; the step is w = 1.7, b = 0.8, and then f - y = -0.2, -0.5, -0.8, -1.1.
  expect(losses).toEqual([21, expect.closeTo((0.04 + 0.25 + 0.64 + 1.21) / 4, 12)]);
});

test("what is found late is placed as well as what is found early", () => {
  const text = JSON.stringify({ ...spec, data: { examples: { x: [1], y: [1, 2] } } }, null, 2);
  expect(() => openSpec(text, "late.json").job).toThrow(/^late\.json:\d+:\d+ {2}row-count\n/);
});

test("files need a reader", () => {
  const text = JSON.stringify({ ...spec, data: { csv: "rows.csv" } });
  expect(() => openSpec(text).data).toThrow(/unreadable-file/);
  const project = openSpec(text, "spec.json", {
    readText: (path) => (path === "rows.csv" ? "x,y\n1,2\n" : ""),
  });
  expect(project.data.splits.train.rows).toBe(1);
});

test("both modes have the same ids", () => {
  const { graph, evalGraph } = openSpec(JSON.stringify(spec));
  expect(evalGraph.nodes.map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id));
});

/** Stripes that lie and stripes that stand, 4 by 4, told apart by a small convolutional net. */
const stripes = {
  chainrule: 1,
  name: "stripes",
  dtype: "float64",
  seed: 5,
  model: {
    inputs: { image: { shape: ["N", 1, 4, 4] }, y: { shape: ["N"], dtype: "int32", classes: 2 } },
    params: { w: { shape: [3, 1, 3, 3], init: "he" }, b: { shape: [3, 1, 1], init: "zeros" } },
    nodes: {
      c: { op: "conv2d", in: ["image", "w"], padding: "same" },
      z: { op: "add", in: ["c", "b"] },
      a: { op: "leakyRelu", in: ["z"], alpha: 0.1, form: "multiply" },
      p: { op: "maxPool2d", in: ["a"], size: 2 },
      d: { op: "dropout", in: ["p"], rate: 0.25 },
      f: { op: "flatten", in: ["d"], axis: 1 },
      logits: { block: "dense", in: ["f"], units: 2 },
      loss: { op: "softmaxCrossEntropy", in: ["logits", "y"], target: "index", reduction: "mean" },
      accuracy: { op: "accuracy", in: ["logits", "y"] },
    },
    outputs: { prediction: "logits", loss: "loss", accuracy: "accuracy" },
  },
  data: {
    examples: {
      image: [0, 1, 2, 3].map((i) => [
        [0, 1, 2, 3].map((row) => [0, 1, 2, 3].map((column) => ((i < 2 ? row : column) + i) % 2)),
      ]),
      y: [0, 0, 1, 1],
    },
  },
  train: {
    minimise: "loss",
    batch: { size: "full" },
    optimiser: { type: "adam", lr: 0.05 },
    stop: [{ steps: 60 }],
  },
};

test("a convolutional net with dropout trains; the step comes from the run, and no column is asked for it", async () => {
  const project = openSpec(JSON.stringify(stripes));
  expect(findNode(project.graph, "f")!.shape).toEqual(["N", 12]);
  expect(project.graph.nodes.some(({ id }) => id === stepInput)).toBe(true);
  expect(project.evalGraph.nodes.some(({ id }) => id === stepInput)).toBe(false);
  expect(Object.keys(project.data.splits.train.columns)).toEqual(["image", "y"]);
  const events = await lastValueFrom(train(project.job).pipe(toArray()));
  const last = events.at(-1) as RunEnd;
  expect(last.values["train/accuracy"]).toBe(1);
  expect(last.values["train/loss"]).toBeLessThan(0.1);
});
