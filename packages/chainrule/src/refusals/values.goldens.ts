import { expect } from "vitest";
import { golden } from "./golden.js";
import { classesWith, lineWith } from "./refusal.js";

golden("an attribute in quotes", lineWith({ "model.nodes.loss.scale": "1" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:49:9  bad-attribute at loss
      got   "scale": "1"
      need  one of 1, 0.5
      try   "scale": 1
    "
  `),
);

golden("an attribute that is nearly a choice", lineWith({ "model.nodes.loss.reduction": "meann" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:50:9  bad-attribute at loss
      got   "reduction": "meann"
      need  one of "none", "sum", "mean"
      try   "reduction": "mean"
    "
  `),
);

golden("an attribute that is no choice's number", lineWith({ "model.nodes.loss.scale": 2 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:49:9  bad-attribute at loss
      got   "scale": 2
      need  one of 1, 0.5
      try   "scale": 1
    "
  `),
);

golden(
  "an axis that the input does not have",
  lineWith({ "model.nodes.s": { op: "sum", in: ["f"], axes: [3], keepDims: false } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:52:7  shape-mismatch at s
      got   x [N] from f
      need  distinct axes of x, each from -1 to 0
    "
  `),
);

golden(
  "axes that are no list",
  lineWith({ "model.nodes.s": { op: "sum", in: ["f"], axes: 0, keepDims: false } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:57:9  bad-attribute at s
      got   "axes": 0
      need  "all" or a list of distinct integers
      try   "axes": [0]
    "
  `),
);

golden("an op's input by another name", lineWith({ "model.nodes.f.in": { a: "wx", c: "b" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:40:11  unknown-input at f
      got   "c"
      need  an input of op add: a, b
      try   "b"
    "
  `),
);

golden("an op's input by no name", lineWith({ "model.nodes.f.in": { a: "wx" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:38:9  wrong-inputs at f
      got   1 input
      need  2 for op add: a, b
    "
  `),
);

golden("three inputs for two", lineWith({ "model.nodes.f.in": ["wx", "b", "b"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:38:9  wrong-inputs at f
      got   3 inputs
      need  2 for op add: a, b
      try   ["wx", "b"]
    "
  `),
);

golden("a node that needs itself", lineWith({ "model.nodes.f.in": ["f", "b"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:36:7  cycle at f
      got   f needs f
      need  an order in which each node comes after its inputs
    "
  `),
);

golden("three nodes in a circle", lineWith({ "model.nodes.wx.in": ["w", "loss"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:36:7  cycle at f
      got   f needs wx needs loss needs f
      need  an order in which each node comes after its inputs
    "
  `),
);

golden("an id with a slash", lineWith({ "model.nodes.a/b": { op: "negate", in: ["f"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:52:7  bad-id at a/b
      got   "a/b"
      need  a letter, then letters, digits and _; not grad, update, slot
      try   "a_b"
    "
  `),
);

golden(
  "an id of nothing",
  { spec: lineWith({ "model.nodes.q": { op: "negate", in: ["f"] } }).spec.replace('"q"', '""') },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:52:7  bad-id
      got   ""
      need  a letter, then letters, digits and _; not grad, update, slot
    "
  `),
);

golden(
  "half a surrogate pair as an id",
  { spec: lineWith({ "model.nodes.q": { op: "negate", in: ["f"] } }).spec.replace('"q"', '"\\ud83d"') },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:52:7  bad-id at \\ud83d
      got   "\\ud83d"
      need  a letter, then letters, digits and _; not grad, update, slot
    "
  `),
);

golden("an id in another script", lineWith({ "model.nodes.größe": { op: "negate", in: ["f"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:52:7  bad-id at größe
      got   "größe"
      need  a letter, then letters, digits and _; not grad, update, slot
      try   "gr_e"
    "
  `),
);

golden(
  "a parameter and an input of one name",
  lineWith({ "model.params.x": { shape: [], value: 0 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:27:7  duplicate-id at x
      got   "x" twice
      need  one meaning for each id in a scope
      try   "x2"
    "
  `),
);

golden("a reference with another case", lineWith({ "model.nodes.f.in": ["WX", "b"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:39:11  unknown-node at f
      got   "WX"
      need  the id of an input, parameter, buffer, constant or node
      try   "wx"
    "
  `),
);

golden("a reference to nothing near", lineWith({ "model.nodes.f.in": ["whatever", "b"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:39:11  unknown-node at f
      got   "whatever"
      need  the id of an input, parameter, buffer, constant or node
      try   one of x, y, b, w, wx, f, loss
    "
  `),
);

golden(
  "dims that cannot broadcast",
  lineWith({ "model.inputs.x.shape": ["N", 3], "model.params.w": { shape: [4], init: "zeros" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:32:7  shape-mismatch at wx
      got   a [4] from w, b [N, 3] from x
      need  equal dims from the last axis on, or 1
    "
  `),
);

golden("the batch against a number", lineWith({ "model.params.w": { shape: [4], init: "zeros" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:31:7  shape-mismatch at wx
      got   a [4] from w, b [N] from x
      need  equal dims from the last axis on, or 1
    "
  `),
);

golden(
  "a parameter as large as the batch",
  lineWith({ "model.params.w": { shape: ["N"], init: "zeros" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:20:9  unbound-dim at w
      got   [N]
      need  integers: a parameter is the same for every batch
    "
  `),
);

golden(
  "two dims that nothing binds",
  lineWith({ "model.params.w": { shape: ["j", "k"], init: "zeros" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:20:9  unbound-dim at w
        got   [j, k], where nothing says what j is
        need  an integer for j
        try   "dims": { "j": 4, "k": 4 }
      "
    `),
);

golden(
  "a dim that two values bind differently",
  lineWith({ dims: { k: 2 }, "model.params.w": { shape: ["k"], value: [1, 2, 3] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:23:9  shape-mismatch at w
      got   [3]
      need  [2]
    "
  `),
);

golden("a value that is a text", lineWith({ "model.params.w": { shape: [2], value: [1, "2"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:23:9  not-a-number at w
      got   "2"
      need  a float64 number
    "
  `),
);

golden(
  "a value too large for float32",
  classesWith({ "model.params": { v: { shape: [], value: 1e300 } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:53:9  not-a-number at v
      got   1e+300
      need  a float32 number
    "
  `),
);

golden(
  "a parameter of very many numbers",
  lineWith({ "model.params.w": { shape: [100000, 100000], init: "zeros" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:20:9  too-large at w
      got   [100000, 100000]
      need  at most 268435456 elements
    "
  `),
);

golden("classes of numbers", lineWith({ "model.inputs.y.classes": 2 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:16:9  conflict at y
      got   classes on a float64 input
      need  "dtype": "int32"
      try   "dtype": "int32"
    "
  `),
);

golden(
  "an initialiser without its attributes",
  lineWith({ "model.params.w": { shape: [], init: "constant" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:21:9  missing-attribute at w
        got   no "value" for initialiser constant
        need  "value", a finite number (the value of every element)
        try   "value": 0.1
      "
    `),
);

golden(
  "an initialiser with a misspelt attribute",
  lineWith({ "model.params.w": { shape: [], init: { type: "constant", valu: 1 } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:23:11  unknown-attribute at w
      got   "valu"
      need  an attribute of initialiser constant
      try   "value"
    "
  `),
);

golden(
  "an initialiser without a type",
  lineWith({ "model.params.w": { shape: [], init: { value: 1 } } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:21:9  missing-key
      got   no "type"
      need  a string
    "
  `),
);

golden("a model without outputs", lineWith({ "model.outputs": {} }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:53:5  no-output
      got   no outputs
      need  at least one
      try   "outputs": { "loss": "…" }
    "
  `),
);

golden("a target of another rank", classesWith({ "model.inputs.y.shape": ["N", 1] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:38:7  shape-mismatch at accuracy
      got   logits [N, 2] from logits/z, y [N, 1] from y
      need  y = logits without the last axis
    spec.json:29:7  shape-mismatch at loss
      got   logits [N, 2] from logits/z, target [N, 1] from y
      need  target = logits without the last axis, for target "index"
    "
  `),
);

golden(
  "reshaping to another number of elements",
  classesWith({ "model.nodes.r": { op: "reshape", in: ["x"], shape: ["N", 3] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:44:7  shape-mismatch at r
      got   x [N, 2] from x
      need  a shape of as many elements: its integers must multiply to 2
    "
  `),
);

golden(
  "arithmetic on the batch",
  classesWith({ "model.nodes.r": { op: "reshape", in: ["x"], shape: [-1] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:44:7  shape-mismatch at r
      got   x [N, 2] from x
      need  the same named dims in x and shape; a name such as N is no number to reckon with: merge or split other axes
    "
  `),
);

golden(
  "two dims that are both to be found",
  classesWith({ "model.nodes.r": { op: "reshape", in: ["x"], shape: [-1, -1] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:44:7  bad-attribute at r
      got   "shape": [-1,-1]
      need  at most one -1: it is what the other dims leave over
    "
  `),
);

golden(
  "a slice that never gets on",
  classesWith({ "model.nodes.r": { op: "slice", in: ["x"], axis: 1, step: 0 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:44:7  bad-attribute at r
      got   "axis": 1, "start": "first", "stop": "end", "step": 0
      need  a step other than 0
    "
  `),
);

golden(
  "a part of which there are fewer",
  classesWith({ "model.nodes.r": { op: "split", in: ["x"], axis: 1, parts: 2, part: 2 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:44:7  bad-attribute at r
      got   "axis": 1, "parts": 2, "part": 2
      need  part: one of 2, from -2 to 1
    "
  `),
);

golden(
  "squeezing the batch",
  classesWith({ "model.nodes.r": { op: "squeeze", in: ["x"], axes: [0] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:44:7  shape-mismatch at r
      got   x [N, 2] from x
      need  axes of size 1: that of axis 0 is N, a name that may come to any size
    "
  `),
);

golden(
  "transposing by too few axes",
  classesWith({ "model.nodes.r": { op: "transpose", in: ["x"], axes: [0] } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:44:7  shape-mismatch at r
      got   x [N, 2] from x
      need  axes: each of the 2 axes of x once
    "
  `),
);

golden(
  "a batch larger than allowed for a model of one example",
  { spec: lineWith({ "model.inputs": { x: { shape: [] }, y: { shape: [] } } }).spec },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:73:7  not-batched
      got   batches of 4 for a model of one example, whose inputs have no N
      need  single examples
      try   "size": "single", or "N" as the first dim of the inputs
    "
  `),
);

golden("an objective without outputs", lineWith({ "train.minimise": {} }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:75:5  empty-objective
      got   no outputs
      need  at least one output and its weight
    "
  `),
);

golden("an objective of an unknown output", lineWith({ "train.minimise": { los: 1 } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:76:7  unknown-output
      got   "los"
      need  the name of an output
      try   "loss"
    "
  `),
);

golden(
  "a chain with an attribute beside it",
  lineWith({ "train.optimiser": { chain: [{ type: "momentum", beta: 0.9 }], lr: 0.1, beta: 0.9 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:87:7  unknown-attribute
      got   "beta" beside "chain"
      need  attributes within the links of the chain
    "
  `),
);

golden(
  "a link of a chain that is none",
  lineWith({ "train.optimiser": { chain: [{ type: "momentun" }], lr: 0.1 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:82:11  unknown-optimiser
      got   "momentun"
      need  the name of a loaded optimiser
      try   "momentum"
    "
  `),
);

golden(
  "both an optimiser and a chain",
  lineWith({ "train.optimiser": { type: "sgd", chain: [{ type: "sgd" }], lr: 0.1 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:79:5  bad-value
      got   {"type":"sgd","chain":[{"type":"sgd"}],"lr":0.1}
      need  either "type": the name of an optimiser, or "chain": a list of them
    "
  `),
);

golden(
  "an optimiser's attribute out of bounds",
  lineWith({ "train.optimiser": { type: "adam", lr: 0.1, beta1: 2 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:82:7  bad-attribute
        got   "beta1": 2
        need  a finite number at least 0 and below 1
        try   "beta1": 0.9
      "
    `),
);

golden(
  "a schedule without its numbers",
  lineWith({ "train.optimiser.lr": { schedule: "cosine", from: 1 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:81:7  missing-attribute
      got   no "steps" for schedule cosine
      need  "steps", an integer at least 1 (how many steps the way down takes)
      try   "steps": 1
    "
  `),
);

golden(
  "a schedule's misspelt attribute",
  lineWith({ "train.optimiser.lr": { schedule: "cosine", from: 1, to: 0, step: 10 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:85:9  unknown-attribute
      got   "step"
      need  an attribute of schedule cosine
      try   "steps"
    "
  `),
);

golden(
  "a short last batch of all rows, dropped",
  lineWith({ "train.batch": { size: 9, last: "drop" } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:76:5  empty-epoch
      got   4 rows, and batches of 9 of which shorter ones are dropped
      need  at least one batch in an epoch
      try   "last": "keep"
    "
  `),
);

golden("histograms of nothing", lineWith({ watch: { histograms: ["V"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:91:7  unmatched-glob
      got   "V", which matches no trained parameter and no gradient
      need  a glob over the paths of trained parameters, or grad/ and such a glob
      try   one of b, w, grad/b, grad/w
    "
  `),
);
