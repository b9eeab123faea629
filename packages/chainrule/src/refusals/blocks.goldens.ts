import { expect } from "vitest";
import { golden } from "./golden.js";
import { layeredWith } from "./refusal.js";

golden(
  "a block's argument that is missing",
  layeredWith({ "model.nodes.h": { block: "layer", in: ["x"] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  missing-attribute at h
      got   no "units" for block layer
      need  "units", an integer at least 1 (units)
      try   "units": 1
    "
  `),
);

golden(
  "a block's argument that is misspelt",
  layeredWith({ "model.nodes.h": { block: "layer", in: ["x"], unit: 5 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:85:9  unknown-attribute at h
      got   "unit"
      need  an attribute of block layer
      try   "units"
    "
  `),
);

golden("a block's argument that it does not have", layeredWith({ "model.nodes.h.bias": true }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:86:9  unknown-attribute at h
      got   "bias"
      need  an attribute of block layer
      try   leave out "bias"
    "
  `),
);

golden("an argument below its minimum", layeredWith({ "model.nodes.h.units": 0 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:85:9  bad-attribute at h
      got   "units": 0
      need  an integer at least 1
      try   "units": 1
    "
  `),
);

golden("an argument in quotes", layeredWith({ "model.nodes.h.units": "5" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:85:9  bad-attribute at h
      got   "units": "5"
      need  an integer at least 1
      try   "units": 5
    "
  `),
);

golden(
  "an argument that is an op, and is none",
  layeredWith({ "model.nodes.h.activation": "tahn" }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:86:9  unknown-op at h
        got   "tahn"
        need  the name of a loaded op
        try   "tanh"
      "
    `),
);

golden(
  "an argument that is an op without its attributes",
  layeredWith({ "model.nodes.h.activation": { op: "leakyRelu", form: "multiply" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:51:9  missing-attribute at h/a
        got   no "alpha" for op leakyRelu
        need  "alpha", a finite number (slope of the negative side, or what it is divided by: see form)
        try   "alpha": 0.1
      "
    `),
);

golden("an argument of another type", layeredWith({ "model.nodes.h.activation": 3 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:86:9  bad-attribute at h
      got   "activation": 3
      need  an op's name or { op, …attributes }
    "
  `),
);

golden("an argument's type that is none", layeredWith({ "blocks.layer.args.units.type": "int" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:7:11  bad-value
      got   "int"
      need  one of "integer", "number", "boolean", "string", "shape", "op", "list"
      try   "integer"
    "
  `),
);

golden("an argument without a type", layeredWith({ "blocks.layer.args.units": { minimum: 1 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:6:9  missing-key
      got   no "type"
      need  one of "integer", "number", "boolean", "string", "shape", "op", "list"
      try   "type": "integer"
    "
  `),
);

golden(
  "a key that an argument does not have",
  layeredWith({ "blocks.layer.args.units.minimun": 1 }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:9:11  unknown-key
      got   "minimun"
      need  one of type, minimum, maximum, choices, of, default, doc
      try   leave out "minimun"
    "
  `),
);

golden(
  "an argument's default that it would not take",
  layeredWith({ "blocks.layer.args.units.default": 0 }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:9:11  bad-default
      got   0
      need  an integer at least 1
    "
  `),
);

golden(
  "an argument's bound that its type has no use for",
  layeredWith({ "blocks.layer.args.activation.minimum": 1 }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:13:11  unused-key
      got   "minimum" for op
      need  no "minimum": it is for integer and number
      try   leave out "minimum"
    "
  `),
);

golden(
  "a list that does not say of what",
  layeredWith({ "blocks.layer.args.sizes": { type: "list", default: [] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:14:9  missing-key
      got   no "of"
      need  "of", what the items of the list are
      try   "of": { "type": "integer" }
    "
  `),
);

golden(
  "an argument with the name of a node's own key",
  layeredWith({ "blocks.layer.args.repeat": { type: "integer", default: 1 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:14:9  bad-argument
      got   "repeat"
      need  a name that a node does not use itself: none of op, block, in, params, repeat, carry, scan, collect, share, doc
    "
  `),
);

golden(
  "an argument with a bad name",
  layeredWith({
    "blocks.layer.args": {
      units: { type: "integer" },
      activation: { type: "op", default: "tanh" },
      "a-b": { type: "number", default: 1 },
    },
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:13:9  bad-id
      got   "a-b"
      need  a letter, then letters, digits and _; not grad, update, slot
      try   "a_b"
    "
  `),
);

golden("a hole for no argument", layeredWith({ "blocks.layer.params.b.shape": [{ $arg: "unit" }] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:36:15  unknown-argument
      got   "unit"
      need  the name of an argument
      try   "units"
    "
  `),
);

golden(
  "a hole with something beside it",
  layeredWith({ "blocks.layer.params.b.shape": [{ $arg: "units", times: 2 }] }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:37:15  unknown-key
      got   "times"
      need  one of $arg
      try   leave out "times"
    "
  `),
);

golden("a hole for a number", layeredWith({ "blocks.layer.params.b.shape": [{ $arg: 1 }] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:36:15  wrong-type
      got   1
      need  a string
      try   "1"
    "
  `),
);

golden(
  "a hole that is filled with what does not fit",
  layeredWith({ "blocks.layer.params.b.shape": [{ $arg: "activation" }] }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  wrong-type at h
      got   {"op":"tanh","attributes":{}}
      need  a number, or a string
    spec.json:87:7  wrong-type at deep
      got   {"op":"tanh","attributes":{}}
      need  a number, or a string
    "
  `),
);

golden("a hole in the model", layeredWith({ "model.nodes.h.units": { $arg: "units" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:85:9  bad-attribute at h
      got   "units": {"$arg":"units"}
      need  an integer at least 1
    "
  `),
);

golden(
  "a block without an output",
  layeredWith({
    "blocks.layer": { inputs: { x: { shape: ["N", "n"] } }, nodes: { a: { op: "tanh", in: ["x"] } } },
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:4:5  missing-key
      got   no "output"
      need  a string
    "
  `),
);

golden("a block whose output is no node", layeredWith({ "blocks.layer.output": "aa" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:60:7  unknown-node at output
      got   "aa"
      need  the id of an input, parameter, buffer, constant or node of the block
      try   "a"
    "
  `),
);

golden("a block with outputs", layeredWith({ "blocks.layer.outputs": { y: "a" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:61:7  unknown-key
      got   "outputs"
      need  one of doc, args, inputs, params, buffers, constants, nodes, output
      try   leave out "outputs"
    "
  `),
);

golden(
  "a node in a block that reads from outside",
  layeredWith({ "blocks.layer.nodes.a.in": ["h"] }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:56:13  unknown-node at a
      got   "h"
      need  the id of an input, parameter, buffer, constant or node of the block
      try   one of x, W, b, z, a
    "
  `),
);

golden("a misspelt op in a block", layeredWith({ "blocks.layer.nodes.z.op": "afine" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:44:11  unknown-op at h/z
      got   "afine"
      need  the name of a loaded op
      try   "affine"
    "
  `),
);

golden(
  "a misspelt attribute in a block",
  layeredWith({ "blocks.layer.nodes.a": { op: "sum", in: ["z"], axis: [1], keepDims: true } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:56:11  unknown-attribute at h/a
      got   "axis"
      need  an attribute of op sum
      try   "axes"
    "
  `),
);

golden(
  "shapes that do not fit in a block",
  layeredWith({ "blocks.layer.params.W.shape": [{ $arg: "units" }, "n"] }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:43:9  shape-mismatch at h/z
      got   x [N, 3] from x, W [5, 3] from h/W, b [5] from h/b
      need  x[1] = W[0]
      try   "inputs.x.shape": ["N", 5]
    "
  `),
);

golden("a block's input of another rank", layeredWith({ "model.nodes.h.in": ["xs"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  shape-mismatch at h
      got   [N, 4, 3] for x
      need  [N, n]
    "
  `),
);

golden("a block's input of another dtype", layeredWith({ "blocks.layer.inputs.x.dtype": "int32" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:7  dtype-mismatch at h
      got   float32 for x
      need  int32
    "
  `),
);

golden("too many inputs of a block", layeredWith({ "model.nodes.h.in": ["x", "x"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:82:9  wrong-inputs at h
      got   2 inputs
      need  1 for block layer: x
      try   ["x"]
    "
  `),
);

golden("an input that a block does not have", layeredWith({ "model.nodes.h.in": { X: "x" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:83:11  unknown-input at h
      got   "X"
      need  an input of block layer: x
      try   "x"
    "
  `),
);

golden("a block that is none", layeredWith({ "model.nodes.h.block": "layr" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:9  unknown-block at h
      got   "layr"
      need  the name of a loaded block
      try   "layer"
    "
  `),
);

golden("an op as a block", layeredWith({ "model.nodes.h": { block: "tanh", in: ["x"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:9  unknown-block at h
      got   "tanh"
      need  the name of a loaded block
      try   "op": "tanh"
    "
  `),
);

golden("a block as an op", layeredWith({ "model.nodes.h": { op: "layer", in: ["x"], units: 5 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:9  unknown-op at h
      got   "layer", which is a block
      need  the name of a loaded op
      try   "block": "layer"
    "
  `),
);

golden(
  "a built-in block as an op",
  layeredWith({ "model.nodes.h": { op: "dense", in: ["x"], units: 5 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:81:9  unknown-op at h
      got   "dense", which is a block
      need  the name of a loaded op
      try   "block": "dense"
    "
  `),
);

golden(
  "a block with the name of a built-in one",
  layeredWith({ "blocks.dense": { inputs: { x: { shape: ["N"] } }, nodes: {}, output: "x" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:62:5  duplicate-block
      got   a second block "dense"
      need  one meaning for each block's name; those that are loaded keep theirs
      try   "dense2"
    "
  `),
);

golden(
  "a block with a bad name",
  layeredWith({ "blocks.my-layer": { inputs: { x: { shape: ["N"] } }, nodes: {}, output: "x" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:62:5  bad-id
        got   "my-layer"
        need  a letter, then letters, digits and _
        try   "my_layer"
      "
    `),
);

golden(
  "a block that contains itself",
  layeredWith({ "blocks.layer.nodes.a": { block: "layer", in: ["z"], units: 2 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:79:7  recursive-block
      got   layer needs layer
      need  blocks that do not contain themselves
    "
  `),
);

golden(
  "blocks that contain one another",
  layeredWith({
    "blocks.layer.nodes.a": { block: "other", in: ["z"] },
    "blocks.other": {
      inputs: { x: { shape: ["N", "n"] } },
      nodes: { y: { block: "layer", in: ["x"], units: 2 } },
      output: "y",
    },
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:98:7  recursive-block
      got   layer needs other needs layer
      need  blocks that do not contain themselves
    "
  `),
);

golden(
  "blocks that expand to very many nodes",
  layeredWith({ "model.nodes.deep.repeat": 1000000000 }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:87:7  too-many-nodes at deep
      got   blocks that expand to more than 4000000 nodes
      need  at most 4000000
    "
  `),
);

golden("a cycle in a block", layeredWith({ "blocks.layer.nodes.z.in": ["x", "W", "a"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:51:9  cycle at h/a
      got   a needs z needs a
      need  an order in which each node comes after its inputs
    "
  `),
);

golden("both op and block", layeredWith({ "model.nodes.h.op": "tanh" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  conflict at h
      got   both op and block
      need  one of op and block
      try   leave out "op"
    "
  `),
);

golden("neither op nor block", layeredWith({ "model.nodes.h": { in: ["x"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  missing-key at h
      got   neither op nor block
      need  one of op and block
    "
  `),
);

golden(
  "a misspelt block key",
  layeredWith({ "model.nodes.h": { blok: "layer", in: ["x"], units: 5 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:81:9  unknown-key at h
      got   "blok"
      need  one of op and block
      try   "block"
    "
  `),
);

golden(
  "two mistakes in two blocks and one in the model",
  layeredWith({
    "blocks.layer.nodes.z.op": "afine",
    "blocks.other": { inputs: { x: { shape: ["N"] } }, nodes: {}, output: "y" },
    "model.outputs.prediction": "dep",
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:71:7  unknown-node at output
      got   "y"
      need  the id of an input, parameter, buffer, constant or node of the block
      try   "x"
    spec.json:44:11  unknown-op at h/z
      got   "afine"
      need  the name of a loaded op
      try   "affine"
    spec.json:108:7  unknown-node at prediction
      got   "dep"
      need  the id of an input, parameter, buffer, constant or node
      try   "deep"
    "
  `),
);
