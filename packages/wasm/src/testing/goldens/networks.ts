import type { BuildSpec } from "@chainrule/core";
import type { OptimiserSpec } from "@chainrule/optim";

/** A network to be trained, and how; its data are drawn. */
export interface GoldenNetwork {
  readonly spec: BuildSpec;
  /** The learning rate is a number. */
  readonly optimiser: OptimiserSpec & { readonly lr: number };
  readonly rows: number;
  /** Rows of a step; the last ones of an epoch may be fewer. */
  readonly batch: number;
}

type Nodes = BuildSpec["model"]["nodes"];
type Inputs = BuildSpec["model"]["inputs"];
type Params = BuildSpec["model"]["params"];

const features: Inputs = { x: { shape: ["N", 5] } };
const number: Inputs = { ...features, y: { shape: ["N", 1] } };
const label: Inputs = { ...features, y: { shape: ["N"], dtype: "int32", classes: 3 } };

/** A model whose output `loss` is minimised. First values are uniform: those need no function but the square root. */
function model(
  inputs: Inputs,
  nodes: Nodes,
  rest: Omit<BuildSpec, "model"> & { readonly params?: Params } = {},
): BuildSpec {
  const { params, ...top } = rest;
  return { seed: 1, ...top, model: { inputs, ...(params && { params }), nodes, outputs: { loss: "loss" } } };
}

const squared = (prediction: string): Nodes => ({
  loss: { op: "squaredError", in: [prediction, "y"], scale: 1, reduction: "mean" },
});

/** Ten networks of different kinds, small enough to be trained for two hundred steps in a test. */
export const goldenNetworks: Readonly<Record<string, GoldenNetwork>> = {
  "linear regression": {
    spec: model(number, { f: { block: "dense", in: ["x"], units: 1 }, ...squared("f") }),
    optimiser: { type: "sgd", lr: 0.05 },
    rows: 42,
    batch: 42,
  },
  "tanh, binary cross-entropy, sgd": {
    spec: model(number, {
      h: { block: "dense", in: ["x"], units: 8, activation: "tanh" },
      z: { block: "dense", in: ["h"], units: 1 },
      target: { op: "step", in: ["y"] },
      loss: { op: "binaryCrossEntropyWithLogits", in: ["z", "target"], reduction: "mean" },
    }),
    optimiser: { type: "sgd", lr: 0.5 },
    rows: 42,
    batch: 16,
  },
  "relu, softmax cross-entropy, adam": {
    spec: model(label, {
      h: { block: "dense", in: ["x"], units: 16, activation: "relu" },
      k: { block: "dense", in: ["h"], units: 13, activation: "relu" },
      z: { block: "dense", in: ["k"], units: 3 },
      loss: { op: "softmaxCrossEntropy", in: ["z", "y"], target: "index", reduction: "mean" },
    }),
    optimiser: { type: "adam", lr: 0.01 },
    rows: 48,
    batch: 16,
  },
  "sigmoid, cross-entropy of a softmax, momentum": {
    spec: model(label, {
      h: { block: "dense", in: ["x"], units: 7, activation: "sigmoid" },
      z: { block: "dense", in: ["h"], units: 3 },
      p: { op: "softmax", in: ["z"] },
      loss: { op: "crossEntropy", in: ["p", "y"], target: "index", reduction: "mean" },
    }),
    optimiser: { type: "momentum", lr: 0.1 },
    rows: 42,
    batch: 11,
  },
  "twelve layers of tanh": {
    spec: model(number, {
      h: { block: "dense", in: ["x"], repeat: 12, units: 5, activation: "tanh" },
      f: { block: "dense", in: ["h"], units: 1 },
      ...squared("f"),
    }),
    optimiser: { type: "adam", lr: 0.003 },
    rows: 32,
    batch: 8,
  },
  "convolution and pooling": {
    spec: model(
      { x: { shape: ["N", 1, 6, 6] }, y: { shape: ["N"], dtype: "int32", classes: 3 } },
      {
        c: {
          block: "conv",
          in: ["x"],
          channels: 4,
          kernel: 3,
          padding: "same",
          activation: "relu",
          init: "glorot",
        },
        p: { op: "maxPool2d", in: ["c"], size: 2 },
        f: { op: "flatten", in: ["p"], axis: 1 },
        z: { block: "dense", in: ["f"], units: 3 },
        loss: { op: "softmaxCrossEntropy", in: ["z", "y"], target: "index", reduction: "mean" },
      },
    ),
    optimiser: { type: "sgd", lr: 0.1 },
    rows: 20,
    batch: 7,
  },
  dropout: {
    spec: model(number, {
      h: { block: "dense", in: ["x"], units: 20, activation: "tanh" },
      d: { op: "dropout", in: ["h"], rate: 0.25 },
      f: { block: "dense", in: ["d"], units: 1 },
      ...squared("f"),
    }),
    optimiser: { type: "momentum", lr: 0.02 },
    rows: 42,
    batch: 16,
  },
  float64: {
    spec: model(
      number,
      {
        h: { block: "dense", in: ["x"], units: 9, activation: "tanh" },
        k: { block: "dense", in: ["h"], units: 6, activation: "sigmoid" },
        f: { block: "dense", in: ["k"], units: 1 },
        ...squared("f"),
      },
      { dtype: "float64" },
    ),
    optimiser: { type: "momentum", lr: 0.05 },
    rows: 42,
    batch: 16,
  },
  "l2 penalty": {
    spec: model(number, {
      h: {
        block: "dense",
        in: ["x"],
        units: 8,
        activation: { op: "leakyRelu", alpha: 0.1, form: "multiply" },
      },
      f: { block: "dense", in: ["h"], units: 1 },
      e: { op: "squaredError", in: ["f", "y"], scale: 0.5, reduction: "mean" },
      size: { op: "norm", in: ["h/W"], ord: "fro" },
      penalty: { op: "multiply", in: [0.01, "size"] },
      loss: { op: "add", in: ["e", "penalty"] },
    }),
    optimiser: { type: "sgd", lr: 0.1 },
    rows: 42,
    batch: 16,
  },
  "embedding of indices": {
    spec: model(
      { x: { shape: ["N"], dtype: "int32", classes: 10 }, y: { shape: ["N", 1] } },
      {
        e: { op: "gather", in: ["E", "x"] },
        h: { block: "dense", in: ["e"], units: 6, activation: "tanh" },
        f: { block: "dense", in: ["h"], units: 1 },
        ...squared("f"),
      },
      { params: { E: { shape: [10, 4], init: { type: "uniform", min: -0.5, max: 0.5 } } } },
    ),
    optimiser: { type: "adam", lr: 0.02 },
    rows: 42,
    batch: 16,
  },
};
