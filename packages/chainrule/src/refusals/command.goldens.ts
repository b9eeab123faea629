import { expect } from "vitest";
import { golden } from "./golden.js";
import { line } from "../testing/specs.js";
import { edited, lineWith, type Mistake, without } from "./refusal.js";

golden("no spec", { spec: "", args: ["check", "other.json"] }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "unreadable-file
      got   other.json: no such file
      need  a file that can be read
    "
  `),
);

golden(
  "a setting that leads nowhere",
  { ...lineWith({}), args: ["train", "spec.json", "--set", "trian.optimiser.lr=1"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "unknown-path
      got   trian
      need  one of chainrule, name, dtype, model, data, train
      try   "train"
    "
  `),
);

golden(
  "a setting without a value",
  { ...lineWith({}), args: ["train", "spec.json", "--set", "seed"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "bad-setting at --set
      got   "seed"
      need  path=value
      try   --set train.optimiser.lr=0.1
    "
  `),
);

golden(
  "a folder that is not empty",
  { ...lineWith({}), args: ["train", "spec.json", "--out", "."] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "not-empty
      got   ., which holds spec.json
      need  a folder that is empty or not there yet
    "
  `),
);

golden(
  "weights that are not there",
  { ...lineWith({}), args: ["train", "spec.json", "--weights", "run"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "unreadable-file
      got   run/weights.safetensors: no such file
      need  a file that can be read
    "
  `),
);

golden(
  "a plugin that is none",
  {
    ...lineWith({}),
    files: { "plugin.mjs": "export default 1;" },
    args: ["check", "spec.json", "--plugin", "plugin.mjs"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "bad-plugin at plugin.mjs
      got   a module whose default export is no plugin
      need  an ES module with \`export default definePlugin({ name, version, … })\`
    "
  `),
);

golden(
  "feeds for no input",
  {
    ...lineWith({}),
    files: { "f.json": '{ "z": [1] }' },
    args: ["eval", "spec.json", "--feeds", "f.json"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "f.json:1:3  unknown-feed
      got   "z"
      need  an input: x, y
      try   one of x, y
    "
  `),
);

golden(
  "feeds of another shape",
  {
    ...lineWith({}),
    files: { "f.json": '{ "x": [[1]] }' },
    args: ["eval", "spec.json", "--feeds", "f.json"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "f.json:1:3  shape-mismatch
      got   [1, 1]
      need  [1]
    "
  `),
);

golden(
  "feeds that do not suffice",
  {
    ...lineWith({}),
    files: { "f.json": "{}" },
    args: ["eval", "spec.json", "--feeds", "f.json"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "missing-feed at prediction
      got   nothing for x
      need  values for x
    "
  `),
);

golden(
  "a gradient of what is no scalar",
  {
    ...lineWith({}),
    files: { "f.json": '{ "x": [1], "y": [1] }' },
    args: ["eval", "spec.json", "--feeds", "f.json", "--of", "prediction"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "not-scalar at f
      got   float64 [N]
      need  one float number, shape []
      try   reduce it first, with "sum" or "mean"
    "
  `),
);

golden("a port that is none", { ...lineWith({}), args: ["train", "spec.json", "--serve", "99999"] }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "bad-port at --serve
      got   "99999"
      need  a port from 0 to 65535
      try   the spec before --serve, or --serve=4321
    "
  `),
);

const picture = (...args: string[]): Mistake => ({ ...lineWith({}), args: ["draw", "spec.json", ...args] });

golden("one end of a path", picture("--from", "prediction"), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "missing-option at --from
    got   no --to
    need  both ends of the paths to draw
    try   --to NODE
  "
`),
);

golden("two nodes without a path between them", picture("--from", "w", "--to", "y"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "no-path at w
      got   no path between w and y
      need  two nodes of which one is computed from the other
      try   w and one of wx, f, loss
    "
  `),
);

golden(
  "gradients without a path between them",
  picture("--pass", "backward", "--from", "w", "--to", "b"),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "no-path at w
        got   no path between w and b in the backward pass
        need  two nodes of which one is computed from the other
        try   w and one of loss, f, wx
      "
    `),
);

golden("an overlay that is none", picture("--show", "valeus"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "unknown-overlay at --show
      got   "valeus"
      need  of values, gradients, derivatives, shapes, saved, cost, or all
      try   "values"
    "
  `),
);

golden("values of nothing", picture("--show", "values"), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "missing-option at --show
    got   values, and nothing to compute them from
    need  inputs
    try   --feeds FILE
  "
`),
);

golden("a fold of what is no block", picture("--fold", "f"), (told) =>
  expect(told).toMatchInlineSnapshot(`
  "unknown-block
    got   "f"
    need  a block; the picture has none
  "
`),
);

golden("a primitive that is unfolded", picture("--unfold", "f"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "not-composite at f
      got   f, whose op add is one formula
      need  an op that is made of others
      try   one of loss
    "
  `),
);

golden("a training step of an output", picture("--pass", "update", "--of", "loss"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "unknown-option at --of
      got   --of with --pass update
      need  a training step as the spec's train says it
      try   leave out --of
    "
  `),
);

golden(
  "a training step of a spec that is not trained",
  { spec: without(line, "train"), args: ["draw", "spec.json", "--pass", "update"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "train"
      need  how the model is trained
      try   "train": { "minimise": "loss", "batch": { "size": "full" }, "optimiser": { "type": "sgd", "lr": 0.1 }, "stop": [{ "epochs": 100 }] }
    "
  `),
);

golden(
  "a backward pass of nothing",
  {
    spec: edited(JSON.parse(without(line, "train")) as object, {
      "model.outputs": { prediction: "f", cost: "loss" },
    }),
    args: ["draw", "spec.json", "--pass", "backward"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "missing-option at --pass
      got   a spec that minimises no output, and has none called loss
      need  the output to differentiate, one number
      try   --of cost
    "
  `),
);

golden(
  "a measure whose gradient is drawn",
  {
    ...lineWith({
      "model.nodes.near": { op: "binaryAccuracy", in: ["f", "y"] },
      "model.outputs.near": "near",
    }),
    args: ["draw", "spec.json", "--pass", "backward", "--of", "near"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "unreachable at near
      got   no path to any parameter: near varies with none of b, w
      need  a path along which it varies: comparisons, and so measures such as accuracy, are locally constant
      try   differentiate a loss; a measure can be watched
    "
  `),
);

golden("a network without weights between units", picture("--network"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "not-layered at loss
      got   a graph in which no units are multiplied by weights
      need  at least one layer: a product with weights, of inputs
      try   the graph itself, where every op is drawn
    "
  `),
);

golden("a network as DOT", picture("--network", "--format", "dot"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "bad-format at --format dot
      got   dot of a network
      need  svg or png: a network is laid out in columns, and not by Graphviz
      try   --format svg
    "
  `),
);

golden("a network's backward pass", picture("--network", "--pass", "backward"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "unknown-option at --pass backward
      got   --pass backward with --network
      need  the units and weights of the whole model
      try   leave out --pass backward
    "
  `),
);

golden("a network number by number", picture("--network", "--scalar"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "unknown-option at --scalar
      got   --scalar with --network
      need  the units and weights of the whole model
      try   leave out --scalar
    "
  `),
);

golden("a training step number by number", picture("--scalar", "--pass", "update"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "unknown-option at --scalar
      got   --scalar with --pass update
      need  a training step as the spec's train says it
      try   leave out --scalar
    "
  `),
);

golden(
  "more numbers than a picture can hold",
  {
    ...lineWith({
      "model.inputs.x": { shape: ["N", 600] },
      "model.params.w": { shape: [600], init: "zeros" },
      "model.nodes.wx": { op: "matmul", in: ["x", "w"] },
    }),
    args: ["draw", "spec.json", "--scalar"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "too-many-nodes
      got   more than 1000 nodes
      need  at most 1000
      try   --network, which draws a unit as one circle
    "
  `),
);

golden(
  "a rewrite that is not there",
  { ...lineWith({}), args: ["rewrite", "spec.json", "colapse-affine"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "unknown-rewrite
      got   "colapse-affine"
      need  the name of a loaded rewrite
      try   "collapse-affine"
    "
  `),
);

golden(
  "a graph to write, and no rewrite",
  { ...lineWith({}), args: ["rewrite", "spec.json", "-o", "graph.json"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "missing-name at -o
        got   no name of a rewrite
        need  one, to have a graph to write
        try   rewrite SPEC collapse-affine -o graph.json
      "
    `),
);

golden(
  "a rewrite checked on feeds of another shape",
  {
    ...lineWith({}),
    files: { "f.json": '{ "x": [[1]] }' },
    args: ["rewrite", "spec.json", "unfold", "--feeds", "f.json"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "f.json:1:3  shape-mismatch
      got   [1, 1]
      need  [1]
    "
  `),
);

golden(
  "a derivation of what is no number",
  { ...lineWith({}), args: ["derive", "spec.json", "--of", "f"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "not-scalar at f
      got   [4]
      need  one number
      try   reduce it first, with "sum" or "mean"
    "
  `),
);

golden(
  "a derivation of a node that is none",
  { ...lineWith({}), args: ["derive", "spec.json", "--of", "los"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "unknown-node
      got   "los"
      need  the name of an output or the id of a node
      try   "loss"
    "
  `),
);

golden(
  "a number of paths that is none",
  { ...lineWith({}), args: ["derive", "spec.json", "--limit", "many"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "bad-count at --limit
        got   "many"
        need  how many paths, from 1 to 10000
        try   --limit 16
      "
    `),
);

golden(
  "digits that no number has",
  { ...lineWith({}), args: ["derive", "spec.json", "--digits", "40"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "bad-count at --digits
        got   "40"
        need  significant digits, from 1 to 17
        try   --digits 10
      "
    `),
);

golden(
  "pictures of paths, and no folder for them",
  { ...lineWith({}), args: ["derive", "spec.json", "--format", "svg"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "missing-option at --format svg
      got   no folder
      need  a folder for the pictures, one a slide
      try   -o slides
    "
  `),
);

golden("slides of no row", { ...lineWith({}), args: ["slides", "spec.json", "--rows", "0"] }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "bad-count at --rows
      got   "0"
      need  how many rows, from 1 to 1000000
      try   --rows 1
    "
  `),
);

golden(
  "slides in a notation that is none",
  { ...lineWith({}), args: ["slides", "spec.json", "--notation", "lupe"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "unknown-profile
      got   "lupe"
      need  the name of a loaded profile
      try   one of default, ewing, godeep, kent, louppe, yukimura
    "
  `),
);

golden(
  "an engine that is none, on the command line",
  { ...lineWith({}), args: ["check", "spec.json", "--engine", "refrence"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "unknown-engine at --engine
        got   "refrence"
        need  one of wasm, interpreter, reference
        try   "reference"
      "
    `),
);

golden(
  "one engine to compare",
  { ...lineWith({}), args: ["compare-engines", "spec.json", "--engines", "reference"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "bad-engines at --engines
        got   "reference"
        need  two of wasm, interpreter, reference, with a comma between
        try   --engines wasm,interpreter
      "
    `),
);

golden(
  "engines to compare of which one is none",
  { ...lineWith({}), args: ["compare-engines", "spec.json", "--engines", "reference,blas"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "unknown-engine at --engines
        got   "blas"
        need  one of wasm, interpreter, reference
        try   one of wasm, interpreter, reference
      "
    `),
);

golden(
  "a bound below 0",
  { ...lineWith({}), args: ["compare-engines", "spec.json", "--bound", "-1"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "bad-bound at --bound
      got   "-1"
      need  how many units in the last place values may be apart, at least 0
      try   --bound 4
    "
  `),
);

golden(
  "no step to compare",
  { ...lineWith({}), args: ["compare-engines", "spec.json", "--steps", "0"] },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "bad-count at --steps
      got   "0"
      need  how many steps, from 1 to 1000000
      try   --steps 10
    "
  `),
);
