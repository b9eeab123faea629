// Specs that must be accepted as they are: every form of the language that a type can see.
import { defineSpec } from "chainrule";

export const louppe = defineSpec({
  chainrule: 1,
  name: "louppe",
  dtype: "float64",
  dims: { p: 2, q: 2 },
  model: {
    inputs: { x: { shape: ["N", "p"] }, y: { shape: ["N"] } },
    params: {
      W1: {
        shape: ["p", "q"],
        value: [
          [0.5, -0.3],
          [0.2, 0.4],
        ],
      },
      W2: { shape: ["q"], value: [0.7, -0.6] },
    },
    nodes: {
      u1: { op: "matmul", in: ["x", "W1"] },
      u2: { op: "sigmoid", in: ["u1"] },
      u3: { op: "matmul", in: ["u2", "W2"] },
      yhat: { op: "sigmoid", in: ["u3"] },
      u4: { op: "binaryCrossEntropy", in: ["yhat", "y"], reduction: "mean" },
      u5: { op: "norm", in: ["W1"], ord: "fro" },
      u6: { op: "norm", in: ["W2"], ord: "fro" },
      u7: { op: "add", in: ["u5", "u6"] },
      u8: { op: "multiply", in: [0.1, "u7"] },
      l: { op: "add", in: ["u4", "u8"] },
    },
    outputs: { prediction: "yhat", loss: "l" },
  },
  data: { examples: { x: [[1, -2]], y: [1] } },
  train: {
    minimise: "loss",
    batch: { size: "full" },
    optimiser: { type: "sgd", lr: 0.1 },
    stop: [{ steps: 1 }],
  },
  expect: [{ value: "loss", at: "start", equals: 0.7559158984201614 }],
});

export const spiral = defineSpec({
  chainrule: 1,
  name: "spiral",
  seed: 1,
  "x-note": "a key of the user's own",
  blocks: {
    hidden: {
      args: { units: { type: "integer", minimum: 1 }, activation: { type: "op", default: "tanh" } },
      inputs: { x: { shape: ["N", "n"] } },
      params: {
        W: { shape: ["n", { $arg: "units" }], init: "he" },
        b: { shape: [{ $arg: "units" }], init: { type: "normal", std: 0.1 } },
      },
      nodes: {
        z: { op: "affine", in: ["x", "W", "b"] },
        a: { op: { $arg: "activation" }, in: ["z"] },
      },
      output: "a",
    },
    twice: {
      args: { width: { type: "integer" } },
      inputs: { x: { shape: ["N", "n"] } },
      nodes: {
        one: { block: "hidden", in: ["x"], units: { $arg: "width" } },
        two: { block: "hidden", in: { x: "one" }, units: 4, activation: { op: "softmax", axis: -1 } },
      },
      output: "two",
    },
  },
  model: {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N"], dtype: "int32", classes: 3 } },
    buffers: { scale: { shape: [], value: 2 } },
    constants: { half: { value: 0.5 } },
    nodes: {
      scaled: { op: "multiply", in: ["x", "scale"] },
      halved: { op: "multiply", in: ["scaled", "half"] },
      h: { block: "hidden", in: ["halved"], repeat: 3, units: 16, activation: "relu" },
      each: { block: "hidden", in: ["h"], repeat: [{ units: 8 }, { units: 4 }] },
      same: { block: "twice", in: { x: "each" }, width: 4 },
      logits: { block: "dense", in: ["same"], units: 3, doc: "one a class" },
      loss: { op: "softmaxCrossEntropy", in: ["logits", "y"], target: "index", reduction: "mean" },
      decay: { op: "norm", in: ["logits/W"], ord: "fro" },
      dropped: { op: "dropout", in: ["h"], rate: 0.25 },
      droppedToo: { op: "dropout", in: { x: "h" }, rate: 0.25, stream: "dropped" },
      accuracy: { op: "accuracy", in: { logits: "logits", y: "y" } },
    },
    outputs: { prediction: "logits", loss: "loss", decay: "decay", accuracy: "accuracy", W: "logits/W" },
  },
  data: { generator: "spiral", perClass: 100, noise: 0.1, split: { train: 0.8, validation: 0.2 } },
  train: {
    minimise: { loss: 1, decay: 0.1 },
    batch: { size: 32 },
    optimiser: { type: "adam", lr: { schedule: "cosine", from: 0.01, steps: 2000 }, beta1: 0.8 },
    stop: [{ epochs: 200 }, { metric: "validation/loss", patience: 20 }],
    freeze: ["h/**"],
  },
});

export const tied = defineSpec({
  chainrule: 1,
  use: { cell: "./cell.json" },
  model: {
    inputs: { x: { shape: ["N", 784] }, xs: { shape: ["N", 8, 4] } },
    nodes: {
      enc: { block: "dense", in: ["x"], units: 32, activation: "relu" },
      Wt: { op: "transpose", in: ["enc/W"] },
      dec: { block: "dense", in: ["enc"], units: 784, params: { W: "Wt" } },
      again: { block: "dense", in: ["x"], units: 32, share: "enc" },
      h0: { op: "broadcastTo", in: [0], shape: ["N", 16] },
      h: {
        block: "cell",
        in: { h: "h0", x: "xs" },
        repeat: 8,
        carry: "h",
        scan: { x: 1 },
        share: true,
        units: 16,
      },
      loss: { op: "squaredError", in: { prediction: "dec", target: "x" }, scale: 1, reduction: "mean" },
    },
    outputs: { reconstruction: "loss", last: "h" },
  },
  train: {
    minimise: "reconstruction",
    batch: { size: "single", sample: "sequential" },
    optimiser: { chain: [{ type: "momentum", decay: 0.9 }], lr: 0.1 },
    stop: [{ steps: 10 }],
  },
});

// What is solved has no learning rate.
export const solved = defineSpec({
  chainrule: 1,
  model: {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N"] } },
    nodes: {
      f: { block: "neuron", in: ["x"] },
      loss: { op: "squaredError", in: ["f", "y"], reduction: "mean", scale: 1 },
    },
    outputs: { loss: "loss" },
  },
  train: {
    minimise: "loss",
    batch: { size: "full" },
    optimiser: { type: "closedForm", method: "normalEquation", ridge: 0.1 },
    stop: [{ steps: 1 }],
  },
});

// Generators, by name and with attributes that have defaults left out.
const line = {
  inputs: { x: { shape: ["N"] } },
  nodes: { h: { op: "tanh", in: ["x"] } },
  outputs: { h: "h" },
} as const;
export const generated = [
  defineSpec({ chainrule: 1, model: line, data: { generator: "xor" } }),
  defineSpec({ chainrule: 1, model: line, data: { generator: "blobs", classes: 3, columns: { x: "x" } } }),
  defineSpec({
    chainrule: 1,
    model: line,
    data: {
      generator: "gaussians",
      means: [
        [-1, 0],
        [1, 1],
      ],
    },
  }),
  defineSpec({ chainrule: 1, model: line, data: { generator: "sine", spacing: "uniform" } }),
];

// A profile fills conventions in: they are not asked for.
export const filled = defineSpec({
  chainrule: 1,
  profile: "ewing",
  model: {
    inputs: { x: { shape: ["N"] }, y: { shape: ["N"] } },
    nodes: {
      h: { op: "leakyRelu", in: ["x"] },
      loss: { op: "squaredError", in: ["h", "y"] },
    },
    outputs: { loss: "loss" },
  },
});

export const changed = defineSpec({
  chainrule: 1,
  profile: { extends: "ewing", fills: { leakyRelu: { alpha: 0.2 } }, gradient: "parameters" },
  model: {
    inputs: { x: { shape: ["N"] } },
    nodes: { h: { op: "leakyRelu", in: ["x"] } },
    outputs: { h: "h" },
  },
});
