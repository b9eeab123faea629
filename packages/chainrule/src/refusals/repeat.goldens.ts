import { expect } from "vitest";
import { golden } from "./golden.js";
import { layeredWith } from "./refusal.js";

golden("no copies", layeredWith({ "model.nodes.deep.repeat": 0 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:92:9  bad-value
      got   0
      need  at least 1
      try   1
    "
  `),
);

golden("copies that are no number", layeredWith({ "model.nodes.deep.repeat": "2" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:92:9  wrong-type
      got   "2"
      need  a number, or a list
      try   2
    "
  `),
);

golden("an empty list of copies", layeredWith({ "model.nodes.deep.repeat": [] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:92:9  bad-value
      got   []
      need  at least 1
    "
  `),
);

golden(
  "a copy's argument that is misspelt",
  layeredWith({ "model.nodes.deep": { block: "layer", in: ["h"], repeat: [{ units: 5 }, { unit: 5 }] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:97:13  unknown-attribute at deep
      got   "unit"
      need  an attribute of block layer
      try   "units"
    "
  `),
);

golden(
  "a copy that does not fit what the one before makes",
  layeredWith({ "model.nodes.deep": { op: "matmul", in: { a: "h", b: "h/W" }, repeat: 2 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:87:7  missing-key at deep
      got   no "carry" for op matmul with inputs a, b
      need  "carry", the input that takes the previous output
      try   "carry": "a"
    "
  `),
);

golden("a carry that is no input", layeredWith({ "model.nodes.deep.carry": "h" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:94:9  unknown-input at deep
      got   "h"
      need  an input of block layer that is not scanned: x
      try   "x"
    "
  `),
);

golden(
  "a carry that must be said",
  layeredWith({ "model.nodes.deep": { op: "add", in: ["h", "h"], repeat: 2 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:87:7  missing-key at deep
      got   no "carry" for op add with inputs a, b
      need  "carry", the input that takes the previous output
      try   "carry": "a"
    "
  `),
);

golden("a scan over no input", layeredWith({ "model.nodes.deep.scan": { xs: 1 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:95:11  unknown-input at deep
      got   "xs"
      need  an input of block layer: x
      try   "x"
    "
  `),
);

golden(
  "a scan along no axis",
  layeredWith({ "model.nodes.deep": { block: "layer", in: ["xs"], repeat: 4, scan: { x: 3 }, units: 5 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:94:11  bad-axis at deep
      got   3
      need  an axis of x [N, 4, 3]: from -3 to 2
    "
  `),
);

golden(
  "as many copies as slices",
  layeredWith({ "model.nodes.deep": { block: "layer", in: ["xs"], repeat: 3, scan: { x: 1 }, units: 5 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:94:11  scan-length at deep
      got   4 slices of x for 3 copies
      need  as many copies as slices
      try   "repeat": 4
    "
  `),
);

golden(
  "a scan along the batch",
  layeredWith({ "model.nodes.deep": { block: "layer", in: ["xs"], repeat: 4, scan: { x: 0 }, units: 5 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:94:11  scan-length at deep
      got   N slices of x for 4 copies
      need  an axis whose length is a number
    "
  `),
);

golden("outputs collected along no axis", layeredWith({ "model.nodes.deep.collect": 7 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:94:9  bad-axis at deep
      got   7
      need  an axis of the stacked outputs: from -3 to 2
    "
  `),
);

golden("a scan without copies", layeredWith({ "model.nodes.h.scan": { x: 1 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:86:9  unused-key at h
      got   "scan" without "repeat"
      need  "repeat"
      try   "repeat": 2
    "
  `),
);

golden("a carry without copies", layeredWith({ "model.nodes.h.carry": "x" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:86:9  unused-key at h
      got   "carry" without "repeat"
      need  "repeat"
      try   "repeat": 2
    "
  `),
);

golden("outputs collected without copies", layeredWith({ "model.nodes.h.collect": 1 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:86:9  unused-key at h
      got   "collect" without "repeat"
      need  "repeat"
      try   "repeat": 2
    "
  `),
);

golden("parameters shared by no copies", layeredWith({ "model.nodes.h.share": true }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:86:9  unused-key at h
      got   "share" without "repeat"
      need  "repeat", or the id of the instance whose parameters are used
      try   "repeat": 2
    "
  `),
);

golden("parameters shared with what is no instance", layeredWith({ "model.nodes.deep.share": "x" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:94:9  unknown-parameter at deep/0
      got   "x", which has no parameter W
      need  an instance with a parameter W
    "
  `),
);

golden("parameters shared with nothing", layeredWith({ "model.nodes.deep.share": "hh" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:94:9  unknown-node at deep/0
      got   "hh"
      need  the id of an input, parameter, buffer, constant or node
      try   "h"
    "
  `),
);

golden(
  "parameters shared that have another shape",
  layeredWith({ "model.nodes.deep": { block: "layer", in: ["h"], share: "h", units: 5 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:24:9  shape-mismatch at deep/W
      got   [3, 5]
      need  [5, 5]
    "
  `),
);

golden("not shared", layeredWith({ "model.nodes.deep.share": false }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:94:9  wrong-type
      got   false
      need  true, or a string
    "
  `),
);

golden(
  "a parameter of an op",
  layeredWith({ "model.nodes.deep": { op: "tanh", in: ["h"], params: { W: "h/W" } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:92:9  unused-key at deep
      got   "params" without "block"
      need  "block": an op has no parameters of its own
      try   leave out "params"
    "
  `),
);

golden(
  "a parameter that the block does not have",
  layeredWith({ "model.nodes.deep": { block: "layer", in: ["h"], units: 5, params: { w: "h/W" } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:94:11  unknown-parameter at deep
      got   "w"
      need  a parameter of block layer
      try   "W"
    "
  `),
);

golden(
  "a parameter bound to nothing",
  layeredWith({ "model.nodes.deep": { block: "layer", in: ["h"], units: 5, params: { W: "h/V" } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:94:11  unknown-node at deep
      got   "h/V"
      need  the id of an input, parameter, buffer, constant or node
      try   "h/x"
    "
  `),
);

golden(
  "a parameter bound to another shape",
  layeredWith({ "model.nodes.deep": { block: "layer", in: ["h"], units: 5, params: { W: "h/W" } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:24:9  shape-mismatch at deep/W
      got   [3, 5]
      need  [5, 5]
    "
  `),
);

golden(
  "a path into an instance that leads nowhere",
  layeredWith({ "model.nodes.t": { op: "transpose", in: ["h/w"] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:98:11  unknown-node at t
      got   "h/w"
      need  the id of an input, parameter, buffer, constant or node
      try   "h/W"
    "
  `),
);

golden(
  "a path into what has no inside",
  layeredWith({ "model.nodes.t": { op: "transpose", in: ["x/W"] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:98:11  unknown-node at t
        got   "x/W"
        need  the id of an input, parameter, buffer, constant or node
        try   one of x, xs, h, deep, t
      "
    `),
);
