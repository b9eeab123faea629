import { expect } from "vitest";
import { golden } from "./golden.js";
import { classesWith, lineWith } from "./refusal.js";

golden("shapes that do not fit", classesWith({ "model.nodes.loss.in": ["x", "logits"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:28:7  dtype-mismatch at loss
      got   target float32 from logits/z
      need  int for target of op softmaxCrossEntropy
    "
  `),
);

golden(
  "matrices that do not fit",
  lineWith({
    "model.inputs.x.shape": ["N", 784],
    "model.params.w": { shape: [748], init: "zeros" },
    "model.nodes.wx": { op: "matmul", in: ["x", "w"] },
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:32:7  shape-mismatch at wx
      got   a [N, 784] from x, b [748] from w
      need  a[1] = b[0]
      try   "inputs.x.shape": ["N", 748]
    "
  `),
);

golden("a dim that nothing binds", lineWith({ "model.params.w": { shape: ["k"], init: "zeros" } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:20:9  unbound-dim at w
      got   [k], where nothing says what k is
      need  an integer for k
      try   "dims": { "k": 4 }
    "
  `),
);

golden("a value of another shape", lineWith({ "model.params.w": { shape: [2], value: [1, 2, 3] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:23:9  shape-mismatch at w
      got   [3]
      need  [2]
      try   "shape": [3]
    "
  `),
);

golden("ragged lists", lineWith({ "model.params.w": { shape: [2, 2], value: [[1, 2], [3]] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:24:9  ragged at w
      got   a list of 1 at depth 1
      need  lists of equal length, shape [2, 2]
    "
  `),
);

golden("an int where a float must be", lineWith({ "model.inputs.x.dtype": "int32" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:30:7  dtype-mismatch at wx
      got   b int32 from x
      need  float for b of op multiply
      try   "inputs.x.dtype": "float64"
    "
  `),
);

golden("a float where a class must be", classesWith({ "model.inputs.y": { shape: ["N"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:35:7  dtype-mismatch at accuracy
      got   y float32 from y
      need  int for y of op accuracy
      try   "inputs.y.dtype": "int32"
    spec.json:26:7  dtype-mismatch at loss
      got   target float32 from y
      need  int for target of op softmaxCrossEntropy
      try   "inputs.y.dtype": "int32"
    "
  `),
);

golden("a loss that is no scalar", lineWith({ "model.nodes.loss.reduction": "none" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:75:5  not-scalar at loss
      got   float64 [N]
      need  one float number, shape []
      try   reduce it first, with "sum" or "mean"
    "
  `),
);
