// What must be refused, each where the mistake stands: `@ts-expect-error` is on the line of the wrong key or value.
import { defineSpec } from "chainrule";

defineSpec({
  chainrule: 1,
  blocks: {
    hidden: {
      args: {
        units: { type: "integer", minimum: 1 },
        // @ts-expect-error no type of an argument
        width: { type: "int" },
        // @ts-expect-error a default of another type
        bias: { type: "boolean", default: 1 },
        // @ts-expect-error no op
        activation: { type: "op", default: "tahn" },
      },
      inputs: { x: { shape: ["N", "n"] } },
      // @ts-expect-error no argument
      params: { W: { shape: ["n", { $arg: "unit" }], init: "he" } },
      nodes: {
        // @ts-expect-error no name of the block's scope
        z: { op: "matmul", in: ["x", "V"] },
        // @ts-expect-error no attribute of tanh
        a: { op: "tanh", in: ["z"], alpha: 1 },
      },
      // @ts-expect-error no name of the block's scope
      output: "b",
    },
    small: {
      args: { units: { type: "integer" }, activation: { type: "op" } },
      inputs: { x: { shape: ["N", "n"] } },
      nodes: { z: { op: "tanh", in: ["x"] } },
      output: "z",
    },
  },
  model: {
    // @ts-expect-error no key of an input
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N"], kind: "int32" } },
    params: {
      // @ts-expect-error no initialiser
      W1: { shape: [2, 2], init: "glorrot" },
      // @ts-expect-error no attribute of the initialiser
      W2: { shape: [2, 2], init: { type: "normal", std: 1, mena: 0 } },
      // @ts-expect-error std is missing
      W3: { shape: [2, 2], init: { type: "normal" } },
      // @ts-expect-error no key of a parameter
      W4: { shape: [2, 2], init: "he", trainabel: false },
      W5: { shape: [2, 2], init: "he" },
    },
    nodes: {
      // @ts-expect-error no op
      a: { op: "matmull", in: ["x", "W5"] },
      // @ts-expect-error no block
      b: { block: "denes", in: ["x"], units: 3 },
      // @ts-expect-error neither op nor block
      c: { in: ["x"] },
      // @ts-expect-error no name of the scope
      d: { op: "matmul", in: ["x", "W"] },
      // @ts-expect-error no name of the scope
      e: { op: "matmul", in: { a: "xx", b: "W5" } },
      // @ts-expect-error no input of the op
      f: { op: "matmul", in: { a: "x", c: "W5" } },
      // @ts-expect-error a path that begins with no node
      g: { op: "matmul", in: ["x", "dense/W"] },
      // @ts-expect-error too few inputs
      h: { op: "matmul", in: ["x"] },
      // @ts-expect-error too many inputs
      i: { op: "accuracy", in: ["x", "y", "y"] },
      // @ts-expect-error no attribute of the op
      j: { op: "sum", in: ["x"], axis: [0] },
      // @ts-expect-error a value of another type
      k: { op: "sum", in: ["x"], axes: [0], keepDims: 1 },
      // @ts-expect-error a word that is none of the choices
      l: { op: "sum", in: ["x"], axes: "every" },
      // @ts-expect-error reduction is missing
      m: { op: "squaredError", in: ["x", "y"], scale: 1 },
      // @ts-expect-error units is missing
      n: { block: "dense", in: ["x"] },
      // @ts-expect-error no argument of the block
      o: { block: "dense", in: ["x"], units: 3, unit: 4 },
      // @ts-expect-error no op
      p: { block: "dense", in: ["x"], units: 3, activation: "tahn" },
      // @ts-expect-error no attribute of the op
      q: { block: "dense", in: ["x"], units: 3, activation: { op: "tanh", alpha: 1 } },
      // @ts-expect-error no name of the scope
      r: { block: "dense", in: ["x"], units: 3, params: { W: "V" } },
      // @ts-expect-error no node
      s: { block: "dense", in: ["x"], units: 3, share: "W5" },
      // @ts-expect-error an argument of the spec's own block is missing
      t: { block: "small", in: ["x"], units: 3 },
      // @ts-expect-error an argument of the spec's own block is of another type
      u: { block: "small", in: ["x"], units: "3", activation: "relu" },
      // @ts-expect-error no input of the spec's own block
      v: { block: "small", in: { y: "x" }, units: 3, activation: "relu" },
      // @ts-expect-error no argument of the spec's own block
      w: { block: "small", in: ["x"], repeat: [{ units: 3 }, { unit: 4 }], activation: "relu" },
      // @ts-expect-error an input of the graph's own
      y1: { op: "dropout", in: ["x", "y"], rate: 0.25 },
      // @ts-expect-error $arg is for bodies of blocks
      z: { block: "dense", in: ["x"], units: { $arg: "units" } },
    },
    // @ts-expect-error no name of the scope
    outputs: { prediction: "nn", loss: "m" },
  },
  data: {
    // @ts-expect-error no input
    examples: { x: [[1, 2]], t: [1] },
    // @ts-expect-error no input
    columns: { z: ["a", "b"] },
  },
  train: {
    // @ts-expect-error no output
    minimise: "los",
    // @ts-expect-error no rule for batches
    batch: { size: "all" },
    // @ts-expect-error no optimiser
    optimiser: { type: "adma", lr: 0.1 },
    stop: [{ steps: 1 }],
  },
});

const model = {
  inputs: { x: { shape: ["N"] } },
  nodes: { h: { op: "tanh", in: ["x"] } },
  outputs: { h: "h" },
} as const;
const batch = { size: "full" } as const;
const stop = [{ steps: 1 }] as const;

defineSpec({
  chainrule: 1,
  model,
  // @ts-expect-error no output
  train: { minimise: { g: 1 }, batch, stop, optimiser: { type: "sgd", lr: 1 } },
});
defineSpec({
  chainrule: 1,
  model,
  // @ts-expect-error no attribute of adam
  train: { minimise: "h", batch, stop, optimiser: { type: "adam", lr: 1, beta: 1 } },
});
defineSpec({
  chainrule: 1,
  model,
  // @ts-expect-error no learning rate
  train: { minimise: "h", batch, stop, optimiser: { type: "adam" } },
});
defineSpec({
  chainrule: 1,
  model,
  // @ts-expect-error no schedule
  train: { minimise: "h", batch, stop, optimiser: { type: "sgd", lr: { schedule: "cos" } } },
});
defineSpec({
  chainrule: 1,
  model,
  // @ts-expect-error no optimiser
  train: { minimise: "h", batch, stop, optimiser: { chain: [{ type: "adma" }], lr: 1 } },
});
defineSpec({
  chainrule: 1,
  model,
  // @ts-expect-error a closed form has no learning rate
  train: { minimise: "h", batch, stop, optimiser: { type: "closedForm", method: "lda", lr: 1 } },
});
defineSpec({
  chainrule: 1,
  model,
  // @ts-expect-error no method
  train: { minimise: "h", batch, stop, optimiser: { type: "closedForm", method: "qr" } },
});
// @ts-expect-error no generator
defineSpec({ chainrule: 1, model, data: { generator: "sprial" } });
// @ts-expect-error no attribute of the generator
defineSpec({ chainrule: 1, model, data: { generator: "spiral", perClas: 100 } });
// @ts-expect-error means is missing
defineSpec({ chainrule: 1, model, data: { generator: "gaussians" } });
// @ts-expect-error no input
defineSpec({ chainrule: 1, model, data: { generator: "sine", columns: { z: "x" } } });
// @ts-expect-error no key of data
defineSpec({ chainrule: 1, model, data: { cvs: "rows.csv" } });
// @ts-expect-error no profile
defineSpec({ chainrule: 1, model, profile: "ewign" });
// @ts-expect-error no profile
defineSpec({ chainrule: 1, model, profile: { extends: "ewign" } });
// @ts-expect-error no key of the language
defineSpec({ chainrule: 1, model, sede: 1 });
// @ts-expect-error no version
defineSpec({ model });

const required = {
  inputs: { x: { shape: ["N"] } },
  nodes: { h: { op: "leakyRelu", in: ["x"] } },
  outputs: { h: "h" },
} as const;
// @ts-expect-error without a profile, conventions must be stated
defineSpec({ chainrule: 1, model: required });
