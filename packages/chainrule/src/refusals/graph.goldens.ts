import { expect } from "vitest";
import { golden } from "./golden.js";
import { classesWith, lineWith } from "./refusal.js";

golden("a misspelt op", lineWith({ "model.nodes.f.op": "ad" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:37:9  unknown-op at f
      got   "ad"
      need  the name of a loaded op
      try   "add"
    "
  `),
);

golden("a misspelt node", lineWith({ "model.nodes.f.in": ["wx", "bb"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:40:11  unknown-node at f
      got   "bb"
      need  the id of an input, parameter, buffer, constant or node
      try   "b"
    "
  `),
);

golden("a misspelt block", classesWith({ "model.nodes.logits.block": "dens" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:22:9  unknown-block at logits
      got   "dens"
      need  the name of a loaded block
      try   "dense"
    "
  `),
);

golden("an attribute that the op does not have", lineWith({ "model.nodes.loss.reducton": "mean" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:51:9  unknown-attribute at loss
      got   "reducton"
      need  an attribute of op squaredError
      try   leave out "reducton"
    "
  `),
);

golden(
  "an attribute that is missing",
  lineWith({ "model.nodes.loss": { op: "squaredError", in: ["f", "y"], scale: 1 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:43:7  missing-attribute at loss
        got   no "reduction" for op squaredError
        need  "reduction", one of "none", "sum", "mean" ("none": one loss each; "sum": added up; "mean": their sum over how many there are)
        try   "reduction": "mean"
      "
    `),
);

golden("an attribute's value that is none", lineWith({ "model.nodes.loss.reduction": "average" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:50:9  bad-attribute at loss
      got   "reduction": "average"
      need  one of "none", "sum", "mean"
    "
  `),
);

golden("too few inputs", lineWith({ "model.nodes.f.in": ["wx"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:38:9  wrong-inputs at f
      got   1 input
      need  2 for op add: a, b
    "
  `),
);

golden("a cycle", lineWith({ "model.nodes.wx.in": ["w", "f"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:36:7  cycle at f
      got   f needs wx needs f
      need  an order in which each node comes after its inputs
    "
  `),
);

golden("an id that is none", lineWith({ "model.nodes.2nd": { op: "negate", in: ["f"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:52:7  bad-id at 2nd
      got   "2nd"
      need  a letter, then letters, digits and _; not grad, update, slot
      try   "nd"
    "
  `),
);

golden("an id that is reserved", lineWith({ "model.nodes.grad": { op: "negate", in: ["f"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:52:7  bad-id at grad
      got   "grad"
      need  a letter, then letters, digits and _; not grad, update, slot
      try   "grad_"
    "
  `),
);

golden("an id twice", lineWith({ "model.nodes.w": { op: "negate", in: ["y"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:52:7  duplicate-id at w
      got   "w" twice
      need  one meaning for each id in a scope
      try   "w2"
    "
  `),
);

golden(
  "two mistakes at once",
  lineWith({ "model.nodes.f.op": "ad", "model.nodes.extra": { op: "negat", in: ["x"] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:53:9  unknown-op at extra
      got   "negat"
      need  the name of a loaded op
      try   "negate"
    spec.json:37:9  unknown-op at f
      got   "ad"
      need  the name of a loaded op
      try   "add"
    "
  `),
);

golden(
  "mistakes of form in two sections",
  lineWith({ "model.inputs.x.shpae": 1, "train.minimize": "loss" }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:11:9  unknown-key
        got   "shpae"
        need  one of shape, dtype, classes, doc
        try   leave out "shpae"
      spec.json:89:5  unknown-key
        got   "minimize"
        need  one of minimise, batch, optimiser, stop, freeze
        try   leave out "minimize"
      "
    `),
);

golden("an output of nothing", lineWith({ "model.outputs.loss": "los" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:55:7  unknown-node at loss
      got   "los"
      need  the id of an input, parameter, buffer, constant or node
      try   "loss"
    "
  `),
);

golden("an initialiser that is none", lineWith({ "model.params.w": { shape: [], init: "zeroes" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:21:9  unknown-initialiser at w
      got   "zeroes"
      need  the name of a loaded initialiser
      try   "zeros"
    "
  `),
);
