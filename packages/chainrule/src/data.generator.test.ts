import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultRegistry, defineGenerator, definePlugin, openSpec } from "./index.js";
import { Folder, run } from "./testing/io.js";

/** Two moons, parted by a layer of tanh units. */
const moons = {
  chainrule: 1,
  name: "moons",
  seed: 1,
  model: {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N", 1] } },
    nodes: {
      hidden: { block: "dense", in: ["x"], units: 16, activation: "tanh" },
      logit: { block: "dense", in: ["hidden"], units: 1 },
      p: { op: "sigmoid", in: ["logit"] },
      loss: { op: "binaryCrossEntropyWithLogits", in: ["logit", "y"], reduction: "mean" },
      accuracy: { op: "binaryAccuracy", in: ["p", "y"] },
    },
    outputs: { prediction: "p", loss: "loss", accuracy: "accuracy" },
  },
  data: { generator: "moons", perClass: 100, noise: 0.1, split: { train: 0.8, validation: 0.2 } },
  train: {
    minimise: "loss",
    batch: { size: 20 },
    optimiser: { type: "adam", lr: 0.02 },
    stop: [{ epochs: 60 }],
  },
  expect: [
    { metric: "train/accuracy", at: "end", above: 0.95 },
    { metric: "validation/accuracy", at: "end", above: 0.95 },
  ],
};

/** The spiral of three arms, with a block of its own. */
const spiral = {
  chainrule: 1,
  name: "spiral",
  seed: 1,
  blocks: {
    hidden: {
      args: { units: { type: "integer", minimum: 1 }, activation: { type: "op", default: "tanh" } },
      inputs: { x: { shape: ["N", "n"] } },
      params: {
        W: { shape: ["n", { $arg: "units" }], init: "he" },
        b: { shape: [{ $arg: "units" }], init: "zeros" },
      },
      nodes: {
        z: { op: "affine", in: ["x", "W", "b"] },
        a: { op: { $arg: "activation" }, in: ["z"] },
      },
      output: "a",
    },
  },
  model: {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N"], dtype: "int32", classes: 3 } },
    nodes: {
      h: {
        block: "hidden",
        in: ["x"],
        repeat: 3,
        units: 16,
        activation: { op: "leakyRelu", alpha: 0.1, form: "multiply" },
      },
      logits: { block: "dense", in: ["h"], units: 3 },
      loss: { op: "softmaxCrossEntropy", in: ["logits", "y"], target: "index", reduction: "mean" },
      accuracy: { op: "accuracy", in: ["logits", "y"] },
    },
    outputs: { prediction: "logits", loss: "loss", accuracy: "accuracy" },
  },
  data: {
    generator: "spiral",
    classes: 3,
    perClass: 100,
    noise: 0.1,
    split: { train: 0.8, validation: 0.2 },
  },
  train: {
    minimise: "loss",
    batch: { size: 32 },
    optimiser: { type: "adam", lr: { schedule: "cosine", from: 0.01, to: 0, steps: 2000 } },
    stop: [{ epochs: 200 }, { metric: "validation/loss", patience: 20 }],
  },
  expect: [{ metric: "validation/accuracy", at: "end", above: 0.85 }],
};

let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());

test("moons are learnt by a dense layer, as the spec promises", async () => {
  folder.write("spec.json", moons);
  const { code, stdout } = await run(folder, ["check", "spec.json", "--expect"]);
  expect(stdout).toMatch(/2 of 2 expectations met\n$/);
  expect(code).toBe(0);
});

test("train makes the rows, and the same bits twice", async () => {
  folder.write("spec.json", moons);
  for (const out of ["a", "b"])
    expect(await run(folder, ["train", "spec.json", "--out", out])).toMatchObject({ code: 0 });
  const events = ["a", "b"].map((out) => readFileSync(join(folder.path, out, "events.ndjson"), "utf8"));
  expect(events[0]).toBe(events[1]);
});

test("the spiral of the language's description is learnt", async () => {
  folder.write("spec.json", spiral);
  const { stdout } = await run(folder, ["check", "spec.json", "--expect"]);
  expect(stdout).toMatch(/1 of 1 expectations met\n$/);
});

test("check counts the rows of a generator", async () => {
  folder.write("spec.json", spiral);
  const { code, stdout } = await run(folder, ["check", "spec.json"]);
  expect(stdout).toMatch(/^rows: 240 train, 60 validation$/m);
  expect(code).toBe(0);
});

test("a refusal points at the attribute's line", async () => {
  folder.write("spec.json", JSON.stringify({ ...spiral, data: { ...spiral.data, noise: -1 } }, null, 2));
  const { code, stderr } = await run(folder, ["check", "spec.json"]);
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "spec.json:129:5  bad-attribute
      got   "noise": -1
      need  a finite number at least 0
      try   "noise": 0.05
    "
  `);
});

test("another number of classes is told at the input", async () => {
  folder.write("spec.json", JSON.stringify({ ...spiral, data: { ...spiral.data, classes: 4 } }, null, 2));
  expect((await run(folder, ["check", "spec.json"])).stderr).toMatchInlineSnapshot(`
    "spec.json:78:9  class-count at y
      got   3, as the classes of input y says
      need  4, the classes of column y of generator spiral
      try   "classes": 4
    "
  `);
});

test("JSON rows come from a file of the spec's folder", async () => {
  const rows = [
    { point: 1, x1: 0.5, x2: 2, arm: "a" },
    { point: 2, x1: 1, x2: -2, arm: "b" },
    { point: 3, x1: 4, x2: "3", arm: "c" },
  ];
  folder.write("points.json", JSON.stringify(rows, null, 2));
  const data = { json: "points.json", columns: { x: ["x1", "x2"], y: "arm" } };
  const { train: _, ...untrained } = spiral;
  folder.write("spec.json", { ...untrained, data });
  expect((await run(folder, ["check", "spec.json"])).stderr).toMatchInlineSnapshot(`
    "points.json:17:5  not-a-number at column x2
      got   "3"
      need  a finite float32 number, such as 39.1
      try   3, without quotes
    "
  `);
  folder.write("points.json", JSON.stringify(rows).replace('"3"', "3"));
  expect((await run(folder, ["check", "spec.json"])).stdout).toMatch(/^rows: 3 train$/m);
});

test("a file that is not there is told at the key that names it", async () => {
  folder.write("spec.json", JSON.stringify({ ...spiral, data: { json: "points.json" } }, null, 2));
  expect((await run(folder, ["check", "spec.json"])).stderr).toMatchInlineSnapshot(`
    "spec.json:126:5  unreadable-file
      got   points.json: no such file
      need  a file that can be read
    "
  `);
});

test("a plugin's generator is found by its name", () => {
  const arms = defineGenerator({
    name: "acme.arms",
    doc: { summary: "three points" },
    make: () => ({
      rows: 3,
      columns: { x: { width: 2 }, y: { classes: 3 } },
      row: (i) => ({ x: [i, 1], y: [i] }),
    }),
  });
  const registry = defaultRegistry(definePlugin({ name: "acme", version: 1, generators: [arms] }));
  const text = JSON.stringify({ ...spiral, plugins: { acme: 1 }, data: { generator: "acme.arms" } });
  const { splits } = openSpec(text, "spec.json", { registry }).data;
  expect([...splits.train.columns["x"]!.data]).toEqual([0, 1, 1, 1, 2, 1]);
});
