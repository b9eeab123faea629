import { expect, test } from "vitest";
import { attribute } from "../attribute.js";
import type { Problem } from "../errors.js";
import { type Graph, graphToJson, type Json } from "../graph.js";
import { defaultLimits } from "../limits.js";
import { defineOp } from "../op.js";
import { definePlugin, Registry } from "../registry.js";
import { problemsOf } from "../testing/refusals.js";
import { testPlugin } from "../testing/testOps.js";
import type { Nested } from "../tensor.js";
import { defineBlock } from "./block.js";
import { build, type BuildOptions } from "./build.js";
import type { BuildSpec, ModelSpec } from "./spec.js";

/** w · x + b with a name for each dim, an op for what follows, and an inner block of its own. */
const layer = defineBlock({
  name: "layer",
  doc: { summary: "a scaled and shifted input" },
  arguments: {
    activation: attribute.op({ doc: "what is applied", default: { op: "tanh", attributes: {} } }),
    init: attribute.string({ doc: "an initialiser", default: "drawn" }),
  },
  body: ({ activation, init }) => ({
    inputs: { x: { shape: ["N", "n"] } },
    params: { w: { shape: ["n"], init }, b: { shape: ["n"], init } },
    nodes: {
      z: { op: "add", in: ["wx", "b"] },
      a: { op: activation, in: ["z"] },
      wx: { op: "multiply", in: ["x", "w"] },
    },
    output: "a",
  }),
});
const pair = defineBlock({
  name: "pair",
  doc: { summary: "two layers" },
  body: () => ({
    inputs: { x: { shape: ["N", "m"] } },
    nodes: {
      first: { block: "layer", in: ["x"] },
      second: { block: "layer", in: ["first"] },
      sum: { op: "add", in: ["second", "first/z"] },
    },
    output: "sum",
  }),
});
const endless = defineBlock({
  name: "endless",
  doc: { summary: "itself" },
  body: () => ({
    inputs: { x: { shape: ["N"] } },
    nodes: { again: { block: "endless", in: ["x"] } },
    output: "again",
  }),
});
const registry = new Registry([{ ...testPlugin, blocks: [layer, pair, endless] }]);

const model = (nodes: ModelSpec["nodes"], rest: Partial<ModelSpec> = {}): BuildSpec => ({
  dtype: "float64",
  model: { inputs: { x: { shape: ["N", 3] } }, nodes, outputs: { y: Object.keys(nodes).at(-1)! }, ...rest },
});
const built = (spec: BuildSpec, options: Partial<BuildOptions> = {}): Graph =>
  build(spec, { registry, ...options });
const refused = (spec: BuildSpec, options: Partial<BuildOptions> = {}): readonly Problem[] =>
  problemsOf(() => built(spec, options));

const whole: BuildSpec = {
  name: "whole",
  seed: 3,
  dtype: "float64",
  dims: { p: 3 },
  model: {
    inputs: { x: { shape: ["N", "p"] }, label: { shape: ["N"], dtype: "int32", classes: 2 } },
    params: {
      w10: { shape: ["p"], init: "drawn" },
      w2: { shape: ["q"], value: [1, 2, 3], trainable: false },
      v: { shape: [], init: { type: "drawn" }, stream: "shared" },
    },
    buffers: { mean: { shape: ["p"], fit: "mean", of: "x" }, count: { shape: [], value: 0 } },
    constants: { half: { value: 0.5 }, mask: { value: [0, 1, 1], dtype: "int32" } },
    nodes: {
      u10: { op: "scale", in: { n: "mask", x: "u9" } },
      u9: { op: "cube", in: ["u1"], factor: 2 },
      u1: { op: "multiply", in: ["x", "w10"] },
      h: { block: "layer", in: ["u10"] },
      l: { op: "multiply", in: [0.1, "h/w"] },
    },
    outputs: { prediction: "h", l: "l" },
  },
};

test("a spec becomes its graph: sources by kind and name, then nodes in the order of their need", () => {
  expect(built(whole).nodes.map(({ id }) => id)).toEqual([
    "label",
    "x",
    "v",
    "w2",
    "w10",
    "count",
    "mean",
    "half",
    "mask",
    "u1",
    "u9",
    "u10",
    "h/b",
    "h/w",
    "h/wx",
    "h/z",
    "h/a",
    "l/a",
    "l",
  ]);
});

test("and the whole of it reads", async () => {
  await expect(graphToJson(built(whole))).toMatchFileSnapshot("__snapshots__/build.graph");
});

/** The same data with the keys of every object the other way round. */
function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  ) as T;
}

test("the order of keys means nothing", () => {
  expect(graphToJson(built(turned(whole)))).toBe(graphToJson(built(whole)));
});

test("train and eval have the same ids", () => {
  const [train, evaluation] = (["train", "eval"] as const).map((mode) => built(whole, { mode }));
  expect(evaluation!.nodes).toEqual(train!.nodes);
  expect([train!.mode, evaluation!.mode]).toEqual(["train", "eval"]);
});

test("what is not stated is float32, seed 0, no name", () => {
  const spec = model({ y: { op: "tanh", in: ["x"] } });
  const { dtype: _, ...plain } = spec;
  expect(built(plain)).toMatchObject({ name: "", dtype: "float32", seed: 0, mode: "train" });
});

test("a dim's name is bound by dims, or by a literal value, also for inputs", () => {
  const params = {
    w: {
      shape: ["p", "q"],
      value: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
  };
  const nodes: ModelSpec["nodes"] = { y: { op: "broadcastTo", in: ["x"], shape: ["p", "q"] } };
  const inputs = { x: { shape: ["q"] } };
  expect(built(model(nodes, { params, inputs })).nodes.map(({ shape }) => shape)).toEqual([
    [3],
    [2, 3],
    [2, 3],
  ]);
  expect(refused({ ...model(nodes, { params, inputs }), dims: { q: 4 } })).toEqual([
    {
      code: "shape-mismatch",
      path: ["model", "params", "w", "value"],
      at: "w",
      got: "[2, 3]",
      need: "[2, 4]",
    },
  ]);
});

test("two literals that do not agree are one mistake, told where the later one stands", () => {
  const params = { a: { shape: ["p"], value: [1, 2] }, b: { shape: ["p"], value: [1, 2, 3] } };
  expect(refused(model({ y: { op: "tanh", in: ["x"] } }, { params }))).toEqual([
    { code: "shape-mismatch", path: ["model", "params", "b", "value"], at: "b", got: "[3]", need: "[2]" },
  ]);
});

test("instances have dims, names and draws of their own, and are addressed by path", () => {
  const graph = built(
    model({
      a: { block: "layer", in: ["x"], activation: "identity" },
      b: { block: "pair", in: ["a"] },
      y: { op: "add", in: ["b/second/w", "a/b"] },
    }),
  );
  const ids = graph.nodes.map(({ id }) => id);
  expect(ids).toContain("b/first/w");
  expect(ids).toContain("b/sum");
  expect(graph.nodes.find(({ id }) => id === "y")).toMatchObject({ in: ["b/second/w", "a/b"], shape: [3] });
  expect(graph.nodes.find(({ id }) => id === "a/a")).toMatchObject({ op: "identity", in: ["a/z"] });
});

const y = { op: "tanh", in: ["x"] };

test.each<[string, BuildSpec, Partial<Problem>[]]>([
  [
    "an unknown input",
    model({ u1: y, y: { op: "add", in: ["u1", "uu1"] } }),
    [
      {
        code: "unknown-node",
        path: ["model", "nodes", "y", "in", 1],
        at: "y",
        got: '"uu1"',
        need: "the id of an input, parameter, buffer, constant or node",
        try: '"u1"',
      },
    ],
  ],
  [
    "an unknown part of an instance",
    model({ h: { block: "layer", in: ["x"] }, y: { op: "tanh", in: ["h/W"] } }),
    [{ code: "unknown-node", path: ["model", "nodes", "y", "in", 0], at: "y", got: '"h/W"', try: '"h/w"' }],
  ],
  [
    "an unknown output",
    model({ y }, { outputs: { loss: "z" } }),
    [{ code: "unknown-node", path: ["model", "outputs", "loss"], at: "loss", got: '"z"' }],
  ],
  [
    "an output that has the name of what we make",
    model({ y }, { outputs: { "grad/loss/w": "y" } }),
    [
      {
        code: "bad-id",
        path: ["model", "outputs", "grad/loss/w"],
        got: '"grad/loss/w"',
        try: '"grad_loss_w"',
      },
    ],
  ],
  ["no output", model({ y }, { outputs: {} }), [{ code: "no-output", path: ["model", "outputs"] }]],
  [
    "an unknown op",
    model({ y: { op: "tahn", in: ["x"] } }),
    [{ code: "unknown-op", path: ["model", "nodes", "y", "op"], at: "y", got: '"tahn"', try: '"tanh"' }],
  ],
  [
    "an unknown block",
    model({ y: { block: "layr", in: ["x"] } }),
    [{ code: "unknown-block", path: ["model", "nodes", "y", "block"], at: "y", try: '"layer"' }],
  ],
  [
    "neither op nor block",
    model({ y: { in: ["x"] } }),
    [{ code: "missing-key", path: ["model", "nodes", "y"], got: "neither op nor block" }],
  ],
  [
    "both",
    model({ y: { op: "tanh", block: "layer", in: ["x"] } }),
    [{ code: "conflict", got: "both op and block" }],
  ],
  [
    "too many inputs",
    model({ y: { op: "tanh", in: ["x", "x"] } }),
    [
      {
        code: "wrong-inputs",
        path: ["model", "nodes", "y", "in"],
        got: "2 inputs",
        need: "1 for op tanh: x",
      },
    ],
  ],
  [
    "an input left out by name",
    model({ y: { op: "add", in: { a: "x" } } }),
    [
      {
        code: "wrong-inputs",
        path: ["model", "nodes", "y", "in"],
        got: "1 input",
        need: "2 for op add: a, b",
      },
    ],
  ],
  [
    "an unknown input name",
    model({ y: { op: "add", in: { a: "x", bb: "x" } } }),
    [{ code: "unknown-input", path: ["model", "nodes", "y", "in", "bb"], got: '"bb"', try: '"b"' }],
  ],
  [
    "a bad attribute",
    model({ y: { op: "cube", in: ["x"], factor: "2" } }),
    [
      {
        code: "bad-attribute",
        path: ["model", "nodes", "y", "factor"],
        at: "y",
        got: '"factor": "2"',
        need: "a finite number",
      },
    ],
  ],
  [
    "an unknown attribute",
    model({ y: { op: "cube", in: ["x"], faktor: 2 } }),
    [{ code: "unknown-attribute", path: ["model", "nodes", "y", "faktor"], try: '"factor"' }],
  ],
  [
    "an unknown argument",
    model({ y: { block: "layer", in: ["x"], units: 2 } }),
    [
      {
        code: "unknown-attribute",
        path: ["model", "nodes", "y", "units"],
        got: '"units"',
        need: "an attribute of block layer",
      },
    ],
  ],
  [
    "a key that needs another beside it",
    model({ y: { block: "layer", in: ["x"], collect: 1 } }),
    [{ code: "unused-key", path: ["model", "nodes", "y", "collect"], try: '"repeat": 2' }],
  ],
  [
    "a shape that does not fit",
    model({ y: { op: "add", in: ["x", "w"] } }, { params: { w: { shape: [2], init: "drawn" } } }),
    [
      {
        code: "shape-mismatch",
        path: ["model", "nodes", "y"],
        at: "y",
        got: "a [N, 3] from x, b [2] from w",
      },
    ],
  ],
  [
    "an instance that does not fit",
    model({ y: { block: "layer", in: ["x"] } }, { inputs: { x: { shape: [3] } } }),
    [{ code: "shape-mismatch", path: ["model", "nodes", "y"], at: "y", got: "[3] for x", need: "[N, n]" }],
  ],
  [
    "a mistake inside an instance",
    model({ y: { block: "layer", in: ["x"], init: "drwn" } }),
    [
      { code: "unknown-initialiser", path: ["model", "nodes", "y"], at: "y/b" },
      { code: "unknown-initialiser", path: ["model", "nodes", "y"], at: "y/w" },
    ],
  ],
  [
    "an op that is none, handed to a block",
    model({ y: { block: "layer", in: ["x"], activation: "nothing" } }),
    [{ code: "unknown-op", path: ["model", "nodes", "y", "activation"], at: "y" }],
  ],
  [
    "an open dim",
    model({ y }, { inputs: { x: { shape: ["N", "p"] } } }),
    [
      {
        code: "unbound-dim",
        path: ["model", "inputs", "x"],
        at: "x",
        got: "[N, p], where nothing says what p is",
        try: '"dims": { "p": 4 }',
      },
    ],
  ],
  [
    "an open dim in an attribute",
    model({ y: { op: "broadcastTo", in: ["x"], shape: ["q", "N", 3] } }),
    [{ code: "unbound-dim", path: ["model", "nodes", "y", "shape"], at: "y" }],
  ],
  [
    "a parameter for each example",
    model({ y }, { params: { w: { shape: ["N"], value: [1] } } }),
    [
      {
        code: "unbound-dim",
        path: ["model", "params", "w", "shape"],
        got: "[N]",
        need: "integers: a parameter is the same for every batch",
      },
    ],
  ],
  [
    "a size for the batch",
    { ...model({ y }), dims: { N: 5 } },
    [{ code: "bound-batch", path: ["dims", "N"], got: '"N": 5', try: 'leave out "N"' }],
  ],
  [
    "ragged values",
    model({ y }, { params: { w: { shape: [2, 2], value: [[1, 2], [3]] } } }),
    [{ code: "ragged", path: ["model", "params", "w", "value"], at: "w" }],
  ],
  [
    "a value that is no number",
    model({ y }, { constants: { c: { value: ["1"] as Json as Nested } } }),
    [{ code: "not-a-number", path: ["model", "constants", "c", "value"], got: '"1"' }],
  ],
  [
    "an enormous parameter",
    model({ y }, { params: { w: { shape: [2 ** 20, 2 ** 20], init: "drawn" } } }),
    [{ code: "too-large", path: ["model", "params", "w", "shape"], got: "[1048576, 1048576]" }],
  ],
  [
    "neither value nor init",
    model({ y }, { params: { w: { shape: [2] } } }),
    [{ code: "missing-key", path: ["model", "params", "w"], got: "neither init nor value" }],
  ],
  [
    "both value and init",
    model({ y }, { params: { w: { shape: [], init: "drawn", value: 1 } } }),
    [{ code: "conflict", path: ["model", "params", "w"], got: "both init and value" }],
  ],
  [
    "a buffer without what it is fitted to",
    model(
      { y },
      {
        inputs: { x: { shape: ["N", 3] }, z: { shape: ["N"] } },
        buffers: { m: { shape: [3], fit: "mean" } },
      },
    ),
    [{ code: "missing-key", path: ["model", "buffers", "m"], got: 'no "of"' }],
  ],
  [
    "classes of a float",
    model({ y }, { inputs: { x: { shape: ["N"], classes: 3 } } }),
    [{ code: "conflict", path: ["model", "inputs", "x", "classes"], got: "classes on a float64 input" }],
  ],
  [
    "an id that is none",
    model({ "1y": y }),
    [{ code: "bad-id", path: ["model", "nodes", "1y"], got: '"1y"' }],
  ],
  ["an id with a slash", model({ "a/b": y }), [{ code: "bad-id", got: '"a/b"' }]],
  [
    "a reserved id",
    model({ grad: y }),
    [{ code: "bad-id", got: '"grad"', need: "a letter, then letters, digits and _; not grad, update, slot" }],
  ],
  [
    "one id for two things",
    model({ w: y }, { params: { w: { shape: [], init: "drawn" } } }),
    [{ code: "duplicate-id", path: ["model", "nodes", "w"], at: "w", got: '"w" twice' }],
  ],
  [
    "a node that needs itself",
    model({ y: { op: "tanh", in: ["y"] } }),
    [{ code: "cycle", path: ["model", "nodes", "y"], at: "y", got: "y needs y" }],
  ],
  [
    "two cycles",
    model({
      a: { op: "tanh", in: ["b"] },
      b: { op: "tanh", in: ["a"] },
      behind: { op: "tanh", in: ["b"] },
      c: { op: "tanh", in: ["d"] },
      d: { op: "add", in: ["x", "c"] },
      y,
    }),
    [
      { code: "cycle", at: "a", got: "a needs b needs a" },
      { code: "cycle", at: "c", got: "c needs d needs c" },
    ],
  ],
  [
    "a cycle through an instance",
    model({ h: { block: "layer", in: ["u"] }, u: { op: "multiply", in: ["x", "h/w"] } }),
    [{ code: "cycle", got: "h needs u needs h" }],
  ],
  [
    "a block that holds itself",
    model({ y: { block: "endless", in: ["x"] } }, { inputs: { x: { shape: ["N"] } } }),
    [{ code: "recursive-block", path: ["model", "nodes", "y"], got: "endless needs endless" }],
  ],
])("%s is refused", (_, spec, problems) => {
  const found = refused(spec);
  expect(found).toHaveLength(problems.length);
  expect(found).toMatchObject(problems);
});

test("independent mistakes are told together; what follows from one is not", () => {
  const found = refused(
    model(
      {
        a: { op: "tahn", in: ["x"] },
        b: { op: "tanh", in: ["a"] },
        c: { op: "add", in: ["b", "w"] },
        d: { op: "tanh", in: ["nobody"] },
        e: { block: "layer", in: ["x"], initt: "drawn" },
        f: { op: "tanh", in: ["e/w"] },
      },
      { params: { w: { shape: ["q"], init: "drawn" } }, outputs: { y: "f", z: "c", loss: "lost" } },
    ),
  );
  expect(found.map(({ code, at }) => `${code} ${at}`)).toEqual([
    "unbound-dim w",
    "unknown-op a",
    "unknown-node d",
    "unknown-attribute e",
    "unknown-node loss",
  ]);
});

test("twenty mistakes are enough", () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [`u${i}`, { op: "tanh", in: [`missing${i}`] }]),
  );
  expect(refused(model(nodes))).toHaveLength(20);
});

test("more nodes than allowed are refused", () => {
  const nodes = { a: y, b: y, c: y };
  const limits = { ...defaultLimits, nodes: 3 };
  expect(refused(model(nodes), { limits })[0]).toMatchObject({
    code: "too-many-nodes",
    at: "c",
    need: "at most 3",
  });
});

test("a chain of 20,000 nodes is built, whatever the order of its keys", () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [
      `u${20_000 - i}`,
      { op: "tanh", in: [i === 19_999 ? "x" : `u${19_999 - i}`] },
    ]),
  );
  expect(built(model(nodes)).nodes).toHaveLength(20_001);
});

test("an op that differs when the model is used takes another's place, under the same ids", () => {
  const doubledOp = defineOp({
    name: "test.doubled",
    doc: { summary: "2x in training, x in use" },
    inputs: ["x"],
    formula: (m, { x }) => m.multiply(2, x),
    inEval: ({ x }) => x,
    samples: [{ inputs: { x: ["N"] } }],
  });
  const plugin = definePlugin({ name: "test", version: 1, ops: [doubledOp] });
  const spec = model({ d: { op: "test.doubled", in: ["x"] }, y: { op: "tanh", in: ["d"] } });
  const [train, evaluation] = (["train", "eval"] as const).map((mode) =>
    build(spec, { registry: new Registry([testPlugin, plugin]), mode }),
  );
  expect(train!.nodes.map(({ id, op }) => [id, op])).toEqual([
    ["x", "input"],
    ["d", "test.doubled"],
    ["y", "tanh"],
  ]);
  expect(evaluation!.nodes.map(({ id, op }) => [id, op])).toEqual([
    ["x", "input"],
    ["d", "identity"],
    ["y", "tanh"],
  ]);
});
