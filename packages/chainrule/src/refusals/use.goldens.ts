import { expect } from "vitest";
import { golden } from "./golden.js";
import { blockFile, layeredWith, using } from "./refusal.js";

golden("a file of blocks that is not there", using(blockFile(), { "use.layer": "block.json" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:42:5  unreadable-file
      got   block.json: no such file
      need  a file that can be read
    "
  `),
);

golden(
  "a file of blocks outside of the folder",
  using(blockFile(), { "use.layer": "../blocks.json" }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:42:5  path-outside
      got   "../blocks.json"
      need  a path relative to the spec's folder, with forward slashes, that stays inside it
      try   "blocks.json"
    "
  `),
);

golden(
  "a file of blocks on the network",
  using(blockFile(), { "use.layer": "https://example.com/blocks.json" }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:42:5  path-outside
      got   "https://example.com/blocks.json"
      need  a path relative to the spec's folder, with forward slashes, that stays inside it
      try   "blocks.json"
    "
  `),
);

golden("a file of blocks that is no JSON", using("{ blocks }"), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "blocks.json:1:3  syntax
      got   blocks
      need  JSON (comments and trailing commas are allowed)
    "
  `),
);

golden("a file of blocks that is a spec", using(layeredWith({}).spec), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "blocks.json:63:3  unknown-key
      got   "model"
      need  one of $schema, chainrule, doc, blocks
      try   leave out "model"
    "
  `),
);

golden("a file of blocks without a version", using(JSON.stringify({ blocks: {} })), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "blocks.json:1:1  missing-key
      got   no "chainrule"
      need  a number
    "
  `),
);

golden("a file of blocks of another version", using(blockFile({ chainrule: 2 })), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "blocks.json:2:3  unsupported-version
      got   version 2
      need  version 1
      try   "chainrule": 1
    "
  `),
);

golden(
  "a file of other blocks",
  using(blockFile(), {
    use: { layers: "blocks.json" },
    "model.nodes.h.block": "layers",
    "model.nodes.deep.block": "layers",
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:42:5  unknown-block
      got   "layers", which blocks.json does not hold
      need  the name of a block of that file
      try   "layer"
    "
  `),
);

golden(
  "a misspelt op in a file of blocks",
  using(blockFile({ "blocks.layer.nodes.z.op": "afine" })),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "blocks.json:44:11  unknown-op at h/z
      got   "afine"
      need  the name of a loaded op
      try   "affine"
    "
  `),
);

golden(
  "a misspelt key in a file of blocks",
  using(blockFile({ "blocks.layer.inputs.x.shpe": [1] })),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "blocks.json:21:11  unknown-key
      got   "shpe"
      need  one of shape, dtype, classes, doc
      try   leave out "shpe"
    "
  `),
);

golden(
  "a hole for no argument in a file of blocks",
  using(blockFile({ "blocks.layer.params.b.shape": [{ $arg: "unit" }] })),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "blocks.json:36:15  unknown-argument
      got   "unit"
      need  the name of an argument
      try   "units"
    "
  `),
);

golden(
  "a key twice in a file of blocks",
  using(blockFile().replace('"output"', '"nodes": {}, "output"')),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "blocks.json:60:7  duplicate-key
      got   "nodes" twice in one object
      need  each key once
    "
  `),
);

golden(
  "a block both used and written",
  using(blockFile(), { "blocks.layer": { inputs: { x: { shape: ["N"] } }, nodes: {}, output: "x" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:54:5  duplicate-block
        got   a second block "layer"
        need  one meaning for each block's name; those that are loaded keep theirs
        try   leave out "layer"
      spec.json:38:9  unknown-attribute at h
        got   "units"
        need  no attributes for block layer
        try   leave out "units"
      spec.json:46:9  unknown-attribute at deep
        got   "units"
        need  no attributes for block layer
        try   leave out "units"
      "
    `),
);

golden(
  "a used block with the name of a built-in one",
  using(blockFile(), { "use.dense": "blocks.json" }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:43:5  duplicate-block
        got   a second block "dense"
        need  one meaning for each block's name; those that are loaded keep theirs
        try   leave out "dense"
      "
    `),
);

golden("a use that names no file", using(blockFile(), { "use.layer": 1 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:42:5  wrong-type
      got   1
      need  a string
      try   "1"
    "
  `),
);

golden("a use without a path", using(blockFile(), { "use.layer": "" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:42:5  bad-value
      got   ""
      need  at least 1
    "
  `),
);
