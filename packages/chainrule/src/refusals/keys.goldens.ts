import { expect } from "vitest";
import { golden } from "./golden.js";
import { expecting, lineWith } from "./refusal.js";

golden("a misspelt version", { spec: lineWith({}).spec.replace('"chainrule"', '"chainrul"') }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:2:3  unknown-key
      got   "chainrul"
      need  a key of the language; your own begin with "x-"
      try   "chainrule"
    "
  `),
);

golden("a misspelt model", { spec: lineWith({}).spec.replace('"model"', '"modle"') }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:5:3  unknown-key
      got   "modle"
      need  a key of the language; your own begin with "x-"
      try   "model"
    "
  `),
);

golden("a version in quotes", lineWith({ chainrule: "1" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:2:3  unsupported-version
    got   version "1"
    need  version 1
    try   "chainrule": 1
  "
`),
);

golden("a name that is a number", lineWith({ name: 5 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:3:3  wrong-type
    got   5
    need  a string
    try   "5"
  "
`),
);

golden("an empty name", lineWith({ name: "" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:3:3  bad-value
    got   ""
    need  at least 1
  "
`),
);

golden("a seed in quotes", lineWith({ seed: "7" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:89:3  wrong-type
    got   "7"
    need  a number
    try   7
  "
`),
);

golden("a negative seed", lineWith({ seed: -1 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:89:3  bad-value
    got   -1
    need  at least 0
    try   0
  "
`),
);

golden(
  "a seed that no float64 counts exactly",
  { spec: lineWith({ seed: 777 }).spec.replace("777", "12345678901234567890") },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:89:3  bad-value
      got   12345678901234567000
      need  at most 9007199254740991
      try   9007199254740991
    "
  `),
);

golden("a misspelt dtype", lineWith({ dtype: "flaot32" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:4:3  bad-value
    got   "flaot32"
    need  one of "float32", "float64"
    try   "float32"
  "
`),
);

golden("a dim that is no integer", lineWith({ dims: { p: 2.5 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  wrong-type
      got   2.5
      need  an integer
    "
  `),
);

golden("a dim in quotes", lineWith({ dims: { p: "2" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:90:5  wrong-type
    got   "2"
    need  a number
    try   2
  "
`),
);

golden("a negative dim", lineWith({ dims: { p: -2 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:90:5  bad-value
    got   -2
    need  at least 0
    try   0
  "
`),
);

golden("a size for the batch", lineWith({ dims: { N: 4 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:90:5  bound-batch
    got   "N": 4
    need  no size for N: it is the batch, and stays open until a plan is made
    try   leave out "N"
  "
`),
);

golden("a model that is a list", lineWith({ model: [] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "spec.json:5:3  wrong-type
    got   []
    need  an object
  "
`),
);

golden("a model without inputs, nodes and outputs", lineWith({ model: {} }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:5:3  missing-key
      got   no "inputs"
      need  an object
    spec.json:5:3  missing-key
      got   no "nodes"
      need  an object
    spec.json:5:3  missing-key
      got   no "outputs"
      need  an object
    "
  `),
);

golden("a misspelt part of the model", lineWith({ "model.constant": {} }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:57:5  unknown-key
      got   "constant"
      need  one of inputs, params, buffers, constants, nodes, outputs
      try   "constants"
    "
  `),
);

golden("an input without a shape", lineWith({ "model.inputs.x": {} }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:7:7  missing-key
      got   no "shape"
      need  a list
    "
  `),
);

golden("a shape that is no list", lineWith({ "model.inputs.x.shape": "N" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:8:9  wrong-type
      got   "N"
      need  a list
      try   ["N"]
    "
  `),
);

golden("a misspelt shape", lineWith({ "model.inputs.x": { shpae: ["N"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:8:9  unknown-key
      got   "shpae"
      need  one of shape, dtype, classes, doc
      try   "shape"
    "
  `),
);

golden("a dim that is null", lineWith({ "model.inputs.x.shape": ["N", null] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:10:11  wrong-type
      got   null
      need  a number, or a string
    "
  `),
);

golden("a negative dim in a shape", lineWith({ "model.inputs.x.shape": ["N", -1] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:10:11  bad-value
      got   -1
      need  at least 0
      try   0
    "
  `),
);

golden("a parameter with both value and init", lineWith({ "model.params.w.init": "zeros" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:19:7  conflict at w
      got   both init and value
      need  one of init and value
      try   leave out "init"
    "
  `),
);

golden("a parameter with neither value nor init", lineWith({ "model.params.w": { shape: [] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:19:7  missing-key at w
      got   neither init nor value
      need  one of init and value
    "
  `),
);

golden("a misspelt trainable", lineWith({ "model.params.w.trainble": false }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:22:9  unknown-key
      got   "trainble"
      need  one of shape, init, value, trainable, stream, doc
      try   "trainable"
    "
  `),
);

golden("trainable in quotes", lineWith({ "model.params.w.trainable": "false" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:22:9  wrong-type
      got   "false"
      need  true or false
      try   false
    "
  `),
);

golden(
  "a buffer that says nothing of its value",
  lineWith({ "model.buffers": { m: { shape: [] } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:58:7  missing-key at m
      got   neither value nor fit
      need  one of value and fit
    "
  `),
);

golden(
  "a buffer that is fitted by an unknown rule",
  lineWith({ "model.buffers": { m: { shape: [], fit: "median" } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:60:9  bad-value
      got   "median"
      need  one of "mean", "deviation"
      try   "mean"
    "
  `),
);

golden(
  "a buffer that may be fitted to several inputs",
  lineWith({ "model.buffers": { m: { shape: [], fit: "mean" } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:58:7  missing-key at m
      got   no "of"
      need  "of", the node whose rows are fitted
    "
  `),
);

golden("a constant without a value", lineWith({ "model.constants": { c: {} } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:58:7  missing-key
      got   no "value"
      need  a number, or a list
    "
  `),
);

golden("a constant's text", lineWith({ "model.constants": { c: { value: "1" } } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:59:9  wrong-type
      got   "1"
      need  a number, or a list
      try   1
    "
  `),
);

golden("an op that is a number", lineWith({ "model.nodes.f.op": 3 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:37:9  wrong-type
      got   3
      need  a string, or an object
    "
  `),
);

golden("inputs of a node in no list", lineWith({ "model.nodes.f.in": "wx" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:38:9  wrong-type
      got   "wx"
      need  a list, or an object
      try   ["wx"]
    "
  `),
);

golden("a misspelt in", lineWith({ "model.nodes.f": { op: "add", ni: ["wx", "b"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:38:9  unknown-key
      got   "ni"
      need  one of op, block, in, params, repeat, carry, scan, collect, share, doc
      try   "in"
    "
  `),
);

golden("an input that is null", lineWith({ "model.nodes.f.in": ["wx", null] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:40:11  wrong-type
      got   null
      need  a string, or a number
    "
  `),
);

golden("a node that is a text", lineWith({ "model.nodes.f": "wx + b" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:36:7  wrong-type
      got   "wx + b"
      need  an object
    "
  `),
);

golden("an output that is a list", lineWith({ "model.outputs.loss": ["loss"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:55:7  wrong-type
      got   ["loss"]
      need  a string
      try   "loss"
    "
  `),
);

golden("data that are a text", lineWith({ data: "data.csv" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:58:3  wrong-type
      got   "data.csv"
      need  an object
    "
  `),
);

golden("a misspelt key of data", lineWith({ data: { exmples: { x: [0], y: [1] } } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:59:5  unknown-key
      got   "exmples"
      need  one of examples, generator, csv, json, rows, columns, labels, encode, missing, onBadRow, split
      try   "examples"
    "
  `),
);

golden(
  "a key of training that is misspelt, and is needed",
  lineWith({
    train: {
      minimize: "loss",
      batch: { size: "full" },
      optimiser: { type: "sgd", lr: 0.1 },
      stop: [{ steps: 1 }],
    },
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:75:5  unknown-key
      got   "minimize"
      need  one of minimise, batch, optimiser, stop, freeze
      try   "minimise"
    "
  `),
);

golden("training that says nothing", lineWith({ train: {} }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:74:3  missing-key
      got   no "minimise"
      need  a string, or an object
      try   "minimise": "loss"
    spec.json:74:3  missing-key
      got   no "batch"
      need  an object
      try   "batch": { "size": "full" }
    spec.json:74:3  missing-key
      got   no "optimiser"
      need  an object
      try   "optimiser": { "type": "sgd", "lr": 0.1 }
    spec.json:74:3  missing-key
      got   no "stop"
      need  a list
      try   "stop": [{ "epochs": 100 }]
    "
  `),
);

golden("a batch without a size", lineWith({ "train.batch": {} }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:76:5  missing-key
      got   no "size"
      need  "full", or "single", or a number
      try   "size": "full"
    "
  `),
);

golden("a batch's order that is none", lineWith({ "train.batch.sample": "shufle" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:78:7  bad-value
      got   "shufle"
      need  one of "shuffle", "sequential"
      try   "shuffle"
    "
  `),
);

golden("an optimiser without a rate", lineWith({ "train.optimiser": { type: "sgd" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:79:5  missing-key
      got   no "lr"
      need  a number, or an object
      try   "lr": 0.1
    "
  `),
);

golden(
  "an optimiser with a misspelt rate",
  lineWith({ "train.optimiser": { type: "sgd", lrr: 0.1 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:81:7  unknown-key
      got   "lrr"
      need  one of type, chain, lr
      try   "lr"
    "
  `),
);

golden("a rate in quotes", lineWith({ "train.optimiser.lr": "0.1" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:7  wrong-type
      got   "0.1"
      need  a number, or an object
      try   0.1
    "
  `),
);

golden("a negative rate", lineWith({ "train.optimiser.lr": -0.1 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:7  bad-value
      got   -0.1
      need  at least 0
      try   0
    "
  `),
);

golden("an optimiser that is a word", lineWith({ "train.optimiser": "sgd" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:79:5  wrong-type
      got   "sgd"
      need  an object
    "
  `),
);

golden("a stop rule that is no list", lineWith({ "train.stop": { steps: 10 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:83:5  wrong-type
      got   {"steps":10}
      need  a list
    "
  `),
);

golden("a stop rule that is misspelt", lineWith({ "train.stop": [{ step: 10 }] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:85:9  unknown-key
      got   "step"
      need  one of steps, epochs, metric, patience, minDelta, direction, below, above, parameterChange
      try   "steps"
    "
  `),
);

golden("a stop rule that says nothing", lineWith({ "train.stop": [{}] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:84:7  bad-value
      got   {}
      need  one rule: steps; or epochs; or metric with patience; or metric with below; or metric with above; or parameterChange
    "
  `),
);

golden("steps in quotes", lineWith({ "train.stop": [{ steps: "10" }] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:85:9  wrong-type
      got   "10"
      need  a number
      try   10
    "
  `),
);

golden("no steps at all", lineWith({ "train.stop": [{ steps: 0 }] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:85:9  bad-value
      got   0
      need  at least 1
      try   1
    "
  `),
);

golden("a watch that is misspelt", lineWith({ watch: { metric: ["loss"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  unknown-key
      got   "metric"
      need  one of every, metrics, histograms, checkpoints, phases
      try   "metrics"
    "
  `),
);

golden("a watch that is no list", lineWith({ watch: { metrics: "loss" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  wrong-type
      got   "loss"
      need  a list
      try   ["loss"]
    "
  `),
);

golden("an expectation that says nothing", expecting({}), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  missing-key
      got   no "at"
      need  "start", or "end", or a number
      try   "at": "end"
    "
  `),
);

golden(
  "an expectation of two things",
  expecting({ value: "loss", metric: "loss", at: "start", equals: 1 }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  bad-value
      got   {"value":"loss","metric":"loss","at":"start","equals":1}
      need  exactly one of value, gradient and metric
    "
  `),
);

golden("an expectation without a number", expecting({ value: "loss", at: "start" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  bad-value
      got   {"value":"loss","at":"start"}
      need  exactly one of equals, below and above
    "
  `),
);

golden("an expectation at no time", expecting({ value: "loss", at: "begin", equals: 1 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:92:7  wrong-type
      got   "begin"
      need  "start", or "end", or a number
    "
  `),
);

golden("an expectation that is misspelt", expecting({ value: "loss", at: "start", equal: 21 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:93:7  unknown-key
      got   "equal"
      need  one of value, gradient, metric, of, at, equals, below, above, tolerance, why
      try   "equals"
    "
  `),
);

golden(
  "an expectation of a gradient of nothing",
  expecting({ gradient: "w", of: "los", at: "start", equals: 1 }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  unknown-node
      got   "los"
      need  the name of an output or the id of a node
      try   "loss"
    "
  `),
);

golden(
  "an expectation of a metric that is none",
  expecting({ metric: "acuracy", at: "end", above: 0.9 }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:91:7  unknown-metric
        got   "acuracy"
        need  a metric of this run: loss, train/loss, lr, gradNorm/b, gradNorm/w
        try   one of loss, train/loss, lr, gradNorm/b, gradNorm/w
      "
    `),
);

golden(
  "an expectation in ragged lists",
  expecting({ value: "loss", at: "start", equals: [[1], [2, 3]] }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:93:7  ragged
      got   a list of 2 at depth 1
      need  lists of equal length, shape [2, 1]
    "
  `),
);

golden("a plugin's version that is none", lineWith({ plugins: { acme: "latest" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  wrong-type
      got   "latest"
      need  a number
    "
  `),
);

golden("a profile that is none", lineWith({ profile: "loupe" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:89:3  unknown-profile
      got   "loupe"
      need  the name of a loaded profile
      try   "louppe"
    "
  `),
);

golden("a profile that extends none", lineWith({ profile: { extends: "defalt" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  unknown-profile
      got   "defalt"
      need  the name of a loaded profile
      try   "default"
    "
  `),
);

golden("a profile with a misspelt key", lineWith({ profile: { extends: "default", fill: {} } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:91:5  unknown-key
      got   "fill"
      need  one of extends, fills, notation, gradient
      try   "fills"
    "
  `),
);

golden(
  "a profile that fills an unknown op",
  lineWith({ profile: { extends: "default", fills: { sqaredError: { scale: 1 } } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:92:7  unknown-op
      got   "sqaredError"
      need  the name of a loaded op or block
      try   leave out "sqaredError"
    "
  `),
);

golden(
  "a profile that fills what is no convention",
  lineWith({ profile: { extends: "default", fills: { squaredError: { scal: 1 } } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:93:9  unknown-attribute
      got   "scal"
      need  one of reduction, scale
      try   "scale"
    "
  `),
);

golden(
  "a profile's notation that is none",
  lineWith({ profile: { extends: "default", notation: { delta: "columns" } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:92:7  bad-value
        got   "columns"
        need  one of "row", "column"
        try   "column"
      "
    `),
);
