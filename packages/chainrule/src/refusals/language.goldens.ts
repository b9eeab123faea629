import { expect } from "vitest";
import { golden } from "./golden.js";
import { line } from "../testing/specs.js";
import { lineWith, text, without } from "./refusal.js";

golden("no version", { spec: without(line, "chainrule") }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "chainrule"
      need  the version of the language that the spec is written in
      try   "chainrule": 1
    "
  `),
);

golden("another version", lineWith({ chainrule: 2 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:2:3  unsupported-version
      got   version 2
      need  version 1, or a chainrule newer than 0.1.0 for version 2
    "
  `),
);

golden("a misspelt section", { spec: text(line).replace('"train"', '"trian"') }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:74:3  unknown-key
      got   "trian"
      need  a key of the language; your own begin with "x-"
      try   "train"
    "
  `),
);

golden("a key of one's own without x-", lineWith({ colour: "red" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:89:3  unknown-key
      got   "colour"
      need  a key of the language; your own begin with "x-"
      try   "x-colour"
    "
  `),
);

golden("a section of a later version", lineWith({ vary: {} }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:89:3  unsupported
      got   "vary"
      need  one spec for one run: this version makes no sweeps (--set changes a value for one run)
      try   leave out "vary"
    "
  `),
);

golden("no model", { spec: without(line, "model") }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "model"
      need  what is computed
      try   "model": { "inputs": { … }, "nodes": { … }, "outputs": { … } }
    "
  `),
);

golden("nothing to train with", { spec: without(line, "train") }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "train"
      need  how the model is trained
      try   "train": { "minimise": "loss", "batch": { "size": "full" }, "optimiser": { "type": "sgd", "lr": 0.1 }, "stop": [{ "epochs": 100 }] }
    "
  `),
);

golden("no data", { spec: without(line, "data") }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "data"
      need  rows to train on
      try   "data": { "csv": "data.csv" }
    "
  `),
);

golden("a dtype that is none", lineWith({ dtype: "float16" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:4:3  bad-value
      got   "float16"
      need  one of "float32", "float64"
      try   "float32"
    "
  `),
);

golden("an engine that is none", lineWith({ engine: "webgpu" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:89:3  bad-value
      got   "webgpu"
      need  one of "wasm", "interpreter", "reference"
    "
  `),
);

golden("a seed that is no integer", lineWith({ seed: 0.5 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:89:3  wrong-type
      got   0.5
      need  an integer
    "
  `),
);

golden("a plugin that is not loaded", lineWith({ plugins: { acme: 1 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  missing-plugin
      got   acme is not loaded
      need  acme 1
      try   --plugin PATH
    "
  `),
);

golden("a misspelt key in a node's input", lineWith({ "model.inputs.x.shpae": ["N"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:11:9  unknown-key
      got   "shpae"
      need  one of shape, dtype, classes, doc
      try   leave out "shpae"
    "
  `),
);

golden("a node without inputs", lineWith({ "model.nodes.f": { op: "add" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:36:7  missing-key
      got   no "in"
      need  a list, or an object
    "
  `),
);

golden(
  "mistakes of form and mistakes inside the model, in one breath",
  lineWith({ colour: "red", "model.nodes.loss.op": "squaredErorr" }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:89:3  unknown-key
      got   "colour"
      need  a key of the language; your own begin with "x-"
      try   "x-colour"
    spec.json:44:9  unknown-op at loss
      got   "squaredErorr"
      need  the name of a loaded op
      try   "squaredError"
    "
  `),
);
