import { expect, test } from "vitest";
import { classesWith, lineWith, refusal } from "./refusal.js";

test("a misspelt op", async () => {
  expect(await refusal(lineWith({ "model.nodes.f.op": "ad" }))).toMatchInlineSnapshot(`
    "spec.json:37:9  unknown-op at f
      got   "ad"
      need  the name of a loaded op
      try   "add"
    "
  `);
});

test("a misspelt node", async () => {
  expect(await refusal(lineWith({ "model.nodes.f.in": ["wx", "bb"] }))).toMatchInlineSnapshot(`
    "spec.json:40:11  unknown-node at f
      got   "bb"
      need  the id of an input, parameter, buffer, constant or node
      try   "b"
    "
  `);
});

test("a misspelt block", async () => {
  expect(await refusal(classesWith({ "model.nodes.logits.block": "dens" }))).toMatchInlineSnapshot(`
    "spec.json:22:9  unknown-block at logits
      got   "dens"
      need  the name of a loaded block
      try   "dense"
    "
  `);
});

test("an attribute that the op does not have", async () => {
  expect(await refusal(lineWith({ "model.nodes.loss.reducton": "mean" }))).toMatchInlineSnapshot(`
    "spec.json:51:9  unknown-attribute at loss
      got   "reducton"
      need  an attribute of op squaredError
      try   "reduction"
    "
  `);
});

test("an attribute that is missing", async () => {
  expect(await refusal(lineWith({ "model.nodes.loss": { op: "squaredError", in: ["f", "y"], scale: 1 } })))
    .toMatchInlineSnapshot(`
    "spec.json:43:7  missing-attribute at loss
      got   no "reduction" for op squaredError
      need  "reduction", one of "none", "sum", "mean" ("none": one loss each; "sum": added up; "mean": their sum over how many there are)
    "
  `);
});

test("an attribute's value that is none", async () => {
  expect(await refusal(lineWith({ "model.nodes.loss.reduction": "average" }))).toMatchInlineSnapshot(`
    "spec.json:50:9  bad-attribute at loss
      got   "reduction": "average"
      need  one of "none", "sum", "mean"
    "
  `);
});

test("too few inputs", async () => {
  expect(await refusal(lineWith({ "model.nodes.f.in": ["wx"] }))).toMatchInlineSnapshot(`
    "spec.json:38:9  wrong-inputs at f
      got   1 input
      need  2 for op add: a, b
    "
  `);
});

test("a cycle", async () => {
  expect(await refusal(lineWith({ "model.nodes.wx.in": ["w", "f"] }))).toMatchInlineSnapshot(`
    "spec.json:36:7  cycle at f
      got   f needs wx needs f
      need  an order in which each node comes after its inputs
    "
  `);
});

test("an id that is none", async () => {
  expect(await refusal(lineWith({ "model.nodes.2nd": { op: "negate", in: ["f"] } }))).toMatchInlineSnapshot(`
    "spec.json:52:7  bad-id at 2nd
      got   "2nd"
      need  a letter, then letters, digits and _; not grad, update, slot
      try   "nd"
    "
  `);
});

test("an id that is reserved", async () => {
  expect(await refusal(lineWith({ "model.nodes.grad": { op: "negate", in: ["f"] } }))).toMatchInlineSnapshot(`
    "spec.json:52:7  bad-id at grad
      got   "grad"
      need  a letter, then letters, digits and _; not grad, update, slot
      try   "grad_"
    "
  `);
});

test("an id twice", async () => {
  expect(await refusal(lineWith({ "model.nodes.w": { op: "negate", in: ["y"] } }))).toMatchInlineSnapshot(`
    "spec.json:52:7  duplicate-id at w
      got   "w" twice
      need  one meaning for each id in a scope
    "
  `);
});

test("two mistakes at once", async () => {
  expect(
    await refusal(lineWith({ "model.nodes.f.op": "ad", "model.nodes.extra": { op: "negat", in: ["x"] } })),
  ).toMatchInlineSnapshot(`
    "spec.json:53:9  unknown-op at extra
      got   "negat"
      need  the name of a loaded op
      try   "negate"
    spec.json:37:9  unknown-op at f
      got   "ad"
      need  the name of a loaded op
      try   "add"
    "
  `);
});

test("mistakes of form in two sections", async () => {
  expect(await refusal(lineWith({ "model.inputs.x.shpae": 1, "train.minimize": "loss" })))
    .toMatchInlineSnapshot(`
    "spec.json:11:9  unknown-key
      got   "shpae"
      need  one of shape, dtype, classes, doc
      try   "shape"
    spec.json:89:5  unknown-key
      got   "minimize"
      need  one of minimise, batch, optimiser, stop, freeze
      try   "minimise"
    "
  `);
});

test("an output of nothing", async () => {
  expect(await refusal(lineWith({ "model.outputs.loss": "los" }))).toMatchInlineSnapshot(`
    "spec.json:55:7  unknown-node at loss
      got   "los"
      need  the id of an input, parameter, buffer, constant or node
      try   "loss"
    "
  `);
});

test("an initialiser that is none", async () => {
  expect(await refusal(lineWith({ "model.params.w": { shape: [], init: "zeroes" } }))).toMatchInlineSnapshot(`
    "spec.json:21:9  unknown-initialiser at w
      got   "zeroes"
      need  the name of a loaded initialiser
      try   "zeros"
    "
  `);
});
