import { expect, test } from "vitest";
import { line } from "../testing/specs.js";
import { lineWith, refusal, text, without } from "./refusal.js";

test("no version", async () => {
  expect(await refusal({ spec: without(line, "chainrule") })).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "chainrule"
      need  the version of the language that the spec is written in
      try   "chainrule": 1
    "
  `);
});

test("another version", async () => {
  expect(await refusal(lineWith({ chainrule: 2 }))).toMatchInlineSnapshot(`
    "spec.json:2:3  unsupported-version
      got   version 2
      need  version 1, or a chainrule newer than 0.1.0 for version 2
    "
  `);
});

test("a misspelt section", async () => {
  expect(await refusal({ spec: text(line).replace('"train"', '"trian"') })).toMatchInlineSnapshot(`
    "spec.json:74:3  unknown-key
      got   "trian"
      need  a key of the language; your own begin with "x-"
      try   "train"
    "
  `);
});

test("a key of one's own without x-", async () => {
  expect(await refusal(lineWith({ colour: "red" }))).toMatchInlineSnapshot(`
    "spec.json:89:3  unknown-key
      got   "colour"
      need  a key of the language; your own begin with "x-"
      try   "x-colour"
    "
  `);
});

test("a section of a later version", async () => {
  expect(await refusal(lineWith({ vary: {} }))).toMatchInlineSnapshot(`
    "spec.json:89:3  unsupported
      got   "vary"
      need  one spec for one run: this version makes no sweeps (--set changes a value for one run)
    "
  `);
});

test("no model", async () => {
  expect(await refusal({ spec: without(line, "model") })).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "model"
      need  what is computed
      try   "model": { "inputs": { … }, "nodes": { … }, "outputs": { … } }
    "
  `);
});

test("nothing to train with", async () => {
  expect(await refusal({ spec: without(line, "train") })).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "train"
      need  how the model is trained
      try   "train": { "minimise": "loss", "batch": { "size": "full" }, "optimiser": { … }, "stop": [ … ] }
    "
  `);
});

test("no data", async () => {
  expect(await refusal({ spec: without(line, "data") })).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "data"
      need  rows to train on
      try   "data": { "csv": "data.csv" }
    "
  `);
});

test("a dtype that is none", async () => {
  expect(await refusal(lineWith({ dtype: "float16" }))).toMatchInlineSnapshot(`
    "spec.json:4:3  bad-value
      got   "float16"
      need  one of "float32", "float64"
      try   "float32"
    "
  `);
});

test("an engine that is none", async () => {
  expect(await refusal(lineWith({ engine: "wasm" }))).toMatchInlineSnapshot(`
    "spec.json:89:3  bad-value
      got   "wasm"
      need  "reference"
      try   one of reference
    "
  `);
});

test("a seed that is no integer", async () => {
  expect(await refusal(lineWith({ seed: 0.5 }))).toMatchInlineSnapshot(`
    "spec.json:89:3  wrong-type
      got   0.5
      need  an integer
    "
  `);
});

test("a plugin that is not loaded", async () => {
  expect(await refusal(lineWith({ plugins: { acme: 1 } }))).toMatchInlineSnapshot(`
    "spec.json:90:5  missing-plugin
      got   acme is not loaded
      need  acme 1
      try   --plugin PATH
    "
  `);
});

test("a misspelt key in a node's input", async () => {
  expect(await refusal(lineWith({ "model.inputs.x.shpae": ["N"] }))).toMatchInlineSnapshot(`
    "spec.json:11:9  unknown-key
      got   "shpae"
      need  one of shape, dtype, classes, doc
      try   "shape"
    "
  `);
});

test("a node without inputs", async () => {
  expect(await refusal(lineWith({ "model.nodes.f": { op: "add" } }))).toMatchInlineSnapshot(`
    "spec.json:36:7  missing-key
      got   no "in"
      need  a list, or an object
    "
  `);
});

test("mistakes of form and mistakes inside the model, in one breath", async () => {
  expect(await refusal(lineWith({ colour: "red", "model.nodes.loss.op": "squaredErorr" })))
    .toMatchInlineSnapshot(`
    "spec.json:89:3  unknown-key
      got   "colour"
      need  a key of the language; your own begin with "x-"
      try   "x-colour"
    spec.json:44:9  unknown-op at loss
      got   "squaredErorr"
      need  the name of a loaded op
      try   "squaredError"
    "
  `);
});
