import type { Json } from "@chainrule/core";
import { fixtureSpec } from "../fixtures.js";
import { classes, layered, line } from "../specs.js";

/** Files that the specs may use. */
export const files: Readonly<Record<string, string>> = {
  "points.csv": "left,right,side\n1,0,west\n0,1,east\n2,0,west\n0,2,east\n",
  "blocks.json": JSON.stringify({ chainrule: 1, blocks: layered.blocks }),
};

const train = {
  minimise: "loss",
  batch: { size: 2 },
  optimiser: { type: "adam", lr: { schedule: "cosine", from: 0.01, to: 0, steps: 20 } },
  stop: [{ epochs: 2 }, { metric: "train/loss", patience: 2 }],
};

/** Specs of the language's definition, with less to train. */
const louppe = {
  ...fixtureSpec("louppe"),
  train: { ...train, batch: { size: "full" }, optimiser: { type: "sgd", lr: 0.1 } },
};
const spiral = {
  ...fixtureSpec("spiral"),
  data: { generator: "spiral", perClass: 4, split: { train: 0.5, validation: 0.5, stratify: "y" } },
  train: { ...train, freeze: ["h/0/*"] },
  watch: { every: { steps: 1 }, metrics: ["*"], histograms: ["**"] },
};

const recurrent = {
  chainrule: 1,
  profile: "default",
  model: {
    inputs: { xs: { shape: ["N", 4, 2] }, y: { shape: ["N", 3] } },
    params: { w: { shape: [3], init: { type: "constant", value: 0.5 }, trainable: false } },
    constants: { half: { value: 0.5 } },
    nodes: {
      h0: { op: "broadcastTo", in: [0], shape: ["N", 3] },
      h: {
        block: "cell",
        in: { h: "h0", x: "xs" },
        repeat: 4,
        carry: "h",
        scan: { x: 1 },
        share: true,
        units: 3,
      },
      scaled: { op: "multiply", in: ["h", "w"] },
      all: { block: "dense", in: ["scaled"], repeat: [{ units: 3 }, { units: 3 }], collect: 1 },
      loss: { op: "squaredError", in: ["scaled", "y"], scale: 0.5 },
    },
    outputs: { prediction: "scaled", loss: "loss", all: "all" },
  },
  data: {
    examples: {
      xs: [
        [
          [1, 2],
          [3, 4],
          [5, 6],
          [7, 8],
        ],
      ],
      y: [[1, 0, -1]],
    },
  },
  train: { ...train, minimise: { loss: 0.5 }, freeze: ["all/**"] },
};

const tied = {
  chainrule: 1,
  profile: { extends: "louppe", fills: { dense: { bias: false } } },
  model: {
    inputs: { x: { shape: ["N", 4] } },
    buffers: { m: { shape: [4], fit: "mean" } },
    nodes: {
      centred: { op: "subtract", in: ["x", "m"] },
      enc: { block: "dense", in: ["centred"], units: 2, activation: "relu" },
      Wt: { op: "transpose", in: ["enc/W"] },
      dec: { block: "dense", in: ["enc"], units: 4, params: { W: "Wt" } },
      again: { block: "dense", in: ["centred"], units: 2, share: "enc" },
      loss: { op: "squaredError", in: ["dec", "x"], reduction: "sum" },
    },
    outputs: { prediction: "dec", loss: "loss", code: "again" },
  },
  data: {
    examples: {
      x: [
        [1, 2, 3, 4],
        [4, 3, 2, 1],
        [0, 0, 1, 1],
      ],
    },
  },
  train: { ...train, batch: { size: "single", sample: "sequential" } },
};

const image = {
  chainrule: 1,
  model: {
    inputs: {
      image: { shape: ["N", 1, 4, 4] },
      y: { shape: ["N"], dtype: "int32", classes: 2 },
    },
    nodes: {
      c1: {
        block: "conv",
        in: ["image"],
        channels: 2,
        kernel: 3,
        padding: "same",
        activation: "relu",
        bias: true,
      },
      p1: { op: "maxPool2d", in: ["c1"], size: 2 },
      d: { op: "dropout", in: ["p1"], rate: 0.25 },
      f: { op: "flatten", in: ["d"], axis: 1 },
      z: { block: "dense", in: ["f"], units: 2, bias: true },
      loss: { op: "softmaxCrossEntropy", in: ["z", "y"], target: "index", reduction: "mean" },
    },
    outputs: { prediction: "z", loss: "loss" },
  },
  data: {
    examples: {
      image: [
        [
          [
            [1, 0, 0, 0],
            [0, 1, 0, 0],
            [0, 0, 1, 0],
            [0, 0, 0, 1],
          ],
        ],
      ],
      y: [1],
    },
  },
  train,
};

const nested = {
  chainrule: 1,
  blocks: {
    ...layered.blocks,
    pair: {
      args: { units: { type: "integer" }, sizes: { type: "list", of: { type: "integer" }, default: [1] } },
      inputs: { x: { shape: ["N", "n"] } },
      nodes: {
        a: { block: "layer", in: ["x"], units: { $arg: "units" } },
        b: { block: "layer", in: ["a"], units: { $arg: "units" }, repeat: 2, share: true },
        c: { op: "concat", in: ["a", "b"], axis: 1 },
      },
      output: "c",
    },
  },
  model: {
    inputs: { x: { shape: ["N", 3] } },
    nodes: {
      one: { block: "pair", in: ["x"], units: 2, sizes: [1, 2] },
      two: { block: "pair", in: ["one"], units: 2, repeat: 2 },
      s: { op: "sum", in: ["two"], axes: "all", keepDims: false },
    },
    outputs: { s: "s" },
  },
};

/** Specs that are well formed, of every part of the language: what mutations begin with. */
export const seeds: readonly Json[] = JSON.parse(
  JSON.stringify([
    line,
    classes,
    layered,
    { ...layered, blocks: {}, use: { layer: "blocks.json" } },
    louppe,
    spiral,
    recurrent,
    tied,
    image,
    nested,
  ]),
) as Json[];
