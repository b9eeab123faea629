/** A line through four points, as a spec: y = w x + b, trained by plain gradient descent. */
export const line = {
  chainrule: 1,
  name: "line",
  dtype: "float64",
  model: {
    inputs: { x: { shape: ["N"] }, y: { shape: ["N"] } },
    params: { w: { shape: [], value: 0 }, b: { shape: [], value: 0 } },
    nodes: {
      wx: { op: "multiply", in: ["w", "x"] },
      f: { op: "add", in: ["wx", "b"] },
      loss: { op: "squaredError", in: ["f", "y"], scale: 1, reduction: "mean" },
    },
    outputs: { prediction: "f", loss: "loss" },
  },
  data: { examples: { x: [0, 1, 2, 3], y: [1, 3, 5, 7] } },
  train: {
    minimise: "loss",
    batch: { size: "full" },
    optimiser: { type: "sgd", lr: 0.1 },
    stop: [{ steps: 200 }],
  },
} as const;

/** Two classes of points in the plane, by softmax. */
export const classes = {
  chainrule: 1,
  name: "classes",
  model: {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N"], dtype: "int32", classes: 2 } },
    nodes: {
      logits: { block: "dense", in: ["x"], units: 2 },
      loss: { op: "softmaxCrossEntropy", in: ["logits", "y"], target: "index", reduction: "mean" },
      accuracy: { op: "accuracy", in: ["logits", "y"] },
    },
    outputs: { prediction: "logits", loss: "loss", accuracy: "accuracy" },
  },
  data: { csv: "points.csv", columns: { x: ["left", "right"], y: "side" } },
  train: {
    minimise: "loss",
    batch: { size: "single" },
    optimiser: { type: "sgd", lr: 0.5 },
    stop: [{ epochs: 20 }],
  },
} as const;

export const points = "left,right,side\n1,0,west\n0,1,east\n2,0,west\n0,2,east\n";

/** A spec with a block of its own, and a node that repeats it. */
export const layered = {
  chainrule: 1,
  blocks: {
    layer: {
      args: {
        units: { type: "integer", minimum: 1 },
        activation: { type: "op", default: "tanh" },
      },
      inputs: { x: { shape: ["N", "n"] } },
      params: {
        W: { shape: ["n", { $arg: "units" }], init: "glorot" },
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
    inputs: { x: { shape: ["N", 3] }, xs: { shape: ["N", 4, 3] } },
    nodes: {
      h: { block: "layer", in: ["x"], units: 5 },
      deep: { block: "layer", in: ["h"], repeat: 2, units: 5 },
    },
    outputs: { prediction: "deep" },
  },
} as const;
