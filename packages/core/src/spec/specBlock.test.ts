import { expect, test } from "vitest";
import { type Graph, graphToJson } from "../graph.js";
import { Registry } from "../registry.js";
import { problemsOf } from "../testing/refusals.js";
import { testPlugin } from "../testing/testOps.js";
import { build, type BuildOptions } from "./build.js";
import type { BlockSpec, BuildSpec, ModelSpec } from "./spec.js";

const registry = new Registry([testPlugin]);

/** w · x, and an op after it. */
const scaled: BlockSpec = {
  args: { init: { type: "string", default: "drawn" }, then: { type: "op", default: "tanh" } },
  inputs: { x: { shape: ["N", "n"] } },
  params: { w: { shape: ["n"], init: { $arg: "init" } } },
  nodes: { z: { op: "multiply", in: ["x", "w"] }, a: { op: { $arg: "then" }, in: ["z"] } },
  output: "a",
};
const specOf = (
  nodes: ModelSpec["nodes"],
  blocks: BuildSpec["blocks"] = { scaled },
  rest: Partial<BuildSpec> = {},
): BuildSpec => ({
  dtype: "float64",
  blocks,
  ...rest,
  model: { inputs: { x: { shape: ["N", 3] } }, nodes, outputs: { y: Object.keys(nodes).at(-1)! } },
});
const built = (spec: BuildSpec, options: Partial<BuildOptions> = {}): Graph =>
  build(spec, { registry, ...options });
const ids = (spec: BuildSpec, options?: Partial<BuildOptions>): string[] =>
  built(spec, options).nodes.map(({ id, op, in: inputs }) => `${id} = ${op}(${inputs.join(", ")})`);
const refused = (spec: BuildSpec): unknown =>
  problemsOf(() => built(spec)).map(({ code, path, at }) => [code, path?.join("."), at]);

test("an instance is the body with its arguments put in", () => {
  expect(ids(specOf({ h: { block: "scaled", in: ["x"], then: "cube" } }))).toEqual([
    "x = input()",
    "h/w = parameter()",
    "h/z = multiply(x, h/w)",
    "h/a = cube(h/z)",
  ]);
});

test("what an argument is not given is its default", () => {
  const graph = built(specOf({ h: { block: "scaled", in: ["x"] } }));
  expect(graph.nodes.map(({ op }) => op)).toEqual(["input", "parameter", "multiply", "tanh"]);
});

test("an op that is handed in brings its attributes", () => {
  const sum = { ...scaled, nodes: { ...scaled.nodes, a: { op: { $arg: "then" }, in: ["z"] } } };
  const graph = built(specOf({ h: { block: "sum", in: ["x"], then: { op: "sum", axes: [1] } } }, { sum }));
  expect(graph.nodes.at(-1)).toMatchObject({ op: "sum", attributes: { axes: [1] }, shape: ["N"] });
});

test("blocks may use blocks, wherever they are written, and hand their arguments on", () => {
  const pair: BlockSpec = {
    args: { last: { type: "op" } },
    inputs: { x: { shape: ["N", "m"] } },
    nodes: {
      second: { block: "scaled", in: ["first"], then: { $arg: "last" } },
      first: { block: "scaled", in: ["x"] },
    },
    output: "second",
  };
  expect(ids(specOf({ p: { block: "pair", in: ["x"], last: "cube" } }, { pair, scaled })).slice(1)).toEqual([
    "p/first/w = parameter()",
    "p/first/z = multiply(x, p/first/w)",
    "p/first/a = tanh(p/first/z)",
    "p/second/w = parameter()",
    "p/second/z = multiply(p/first/a, p/second/w)",
    "p/second/a = cube(p/second/z)",
  ]);
});

test("dim names are bound by the shapes handed in, each instance for itself", () => {
  const total: BlockSpec = {
    inputs: { x: { shape: ["N", "n"] }, y: { shape: ["n"] } },
    nodes: { s: { op: "add", in: ["x", "y"] } },
    output: "s",
  };
  expect(
    refused(specOf({ v: { op: "sum", in: ["x"] }, t: { block: "total", in: ["x", "v"] } }, { total })),
  ).toEqual([["shape-mismatch", "model.nodes.t", "t"]]);
});

test.each<[string, Partial<BlockSpec>, [string, string]]>([
  [
    "a hole for no argument",
    { params: { w: { shape: ["n"], init: { $arg: "int" } } } },
    ["unknown-argument", "blocks.scaled.params.w.init.$arg"],
  ],
  [
    "a reference to nothing",
    { nodes: { ...scaled.nodes, z: { op: "multiply", in: ["x", "v"] } } },
    ["unknown-node", "blocks.scaled.nodes.z.in.1"],
  ],
  ["an output of nothing", { output: "b" }, ["unknown-node", "blocks.scaled.output"]],
  [
    "an argument that a node uses itself",
    { args: { ...scaled.args, repeat: { type: "integer" } } },
    ["bad-argument", "blocks.scaled.args.repeat"],
  ],
  [
    "a default that is none",
    { args: { ...scaled.args, init: { type: "string", default: 3 } } },
    ["bad-default", "blocks.scaled.args.init.default"],
  ],
  [
    "a bound for a text",
    { args: { ...scaled.args, init: { type: "string", minimum: 3, default: "a" } } },
    ["unused-key", "blocks.scaled.args.init.minimum"],
  ],
  [
    "a list of nothing",
    { args: { ...scaled.args, all: { type: "list" } } },
    ["missing-key", "blocks.scaled.args.all"],
  ],
])("%s is refused where it is written, once, though nothing uses the block", (_, change, problem) => {
  const blocks = { scaled: { ...scaled, ...change } };
  const found = refused(specOf({ y: { op: "tanh", in: ["x"] } }, blocks)) as unknown[][];
  expect(found.map((entry) => entry.slice(0, 2))).toEqual([problem]);
  const used = refused(specOf({ y: { block: "scaled", in: ["x"] } }, blocks)) as unknown[][];
  expect(used.map((entry) => entry.slice(0, 2))).toEqual([problem]);
});

test("a mistake that arguments bring out is placed in the block, and named by the instance", () => {
  expect(refused(specOf({ h: { block: "scaled", in: ["x"], init: "drown" } }))).toEqual([
    ["unknown-initialiser", "blocks.scaled.params.w.init", "h/w"],
  ]);
});

test("an op that is none is refused where it is handed in", () => {
  expect(refused(specOf({ h: { block: "scaled", in: ["x"], then: "tahn" } }))).toEqual([
    ["unknown-op", "model.nodes.h.then", "h"],
  ]);
});

test("a block keeps a loaded one's name from being taken", () => {
  const own = new Registry([
    { ...testPlugin, blocks: [{ name: "scaled", doc: { summary: "" }, body: () => scaled as never }] },
  ]);
  expect(problemsOf(() => build(specOf({ y: { op: "tanh", in: ["x"] } }), { registry: own }))).toMatchObject([
    { code: "duplicate-block", path: ["blocks", "scaled"] },
  ]);
});

test("copies come one after the other; those of a list have arguments of their own", () => {
  const spec = specOf({ h: { block: "scaled", in: ["x"], repeat: [{ then: "cube" }, {}] } });
  expect(ids(spec).slice(1)).toEqual([
    "h/0/w = parameter()",
    "h/0/z = multiply(x, h/0/w)",
    "h/0/a = cube(h/0/z)",
    "h/1/w = parameter()",
    "h/1/z = multiply(h/0/a, h/1/w)",
    "h/1/a = tanh(h/1/z)",
  ]);
});

test("copies that share have one set of parameters, under the name of all", () => {
  const spec = specOf({ h: { block: "scaled", in: ["x"], repeat: 2, share: true } });
  expect(ids(spec).slice(1)).toEqual([
    "h/w = parameter()",
    "h/0/z = multiply(x, h/w)",
    "h/0/a = tanh(h/0/z)",
    "h/1/z = multiply(h/0/a, h/w)",
    "h/1/a = tanh(h/1/z)",
  ]);
});

test("an op may be repeated", () => {
  expect(ids(specOf({ h: { op: "tanh", in: ["x"], repeat: 2 } }))).toEqual([
    "x = input()",
    "h/0 = tanh(x)",
    "h/1 = tanh(h/0)",
  ]);
});

test("parameters are bound by path, or all of them by an instance; every path leads somewhere", () => {
  const spec = specOf({
    a: { block: "scaled", in: ["x"] },
    v: { op: "cube", in: ["a/w"] },
    b: { block: "scaled", in: ["x"], params: { w: "v" } },
    c: { block: "scaled", in: ["b/z"], share: "a" },
    y: { op: "add", in: ["b/w", "c/w"] },
  });
  expect(ids(spec)).toContain("b/z = multiply(x, v)");
  expect(ids(spec)).toContain("c/z = multiply(b/z, a/w)");
  expect(ids(spec).at(-1)).toBe("y = add(v, a/w)");
});

test("inner parameters of nested blocks are bound by their path", () => {
  const outer: BlockSpec = {
    inputs: { x: { shape: ["N", "m"] } },
    nodes: { inner: { block: "scaled", in: ["x"] } },
    output: "inner",
  };
  const nodes: ModelSpec["nodes"] = {
    a: { block: "scaled", in: ["x"] },
    b: { block: "outer", in: ["x"], params: { "inner/w": "a/w" } },
    c: { block: "outer", in: ["x"], share: "b" },
  };
  expect(ids(specOf(nodes, { scaled, outer }))).toContain("c/inner/z = multiply(x, a/w)");
});

test("what copies inside share is bound by the name of all; of others, by that of each", () => {
  const outer = (share: object): BlockSpec => ({
    inputs: { x: { shape: ["N", "m"] } },
    nodes: { inner: { block: "scaled", in: ["x"], repeat: 2, ...share } },
    output: "inner",
  });
  const nodes = (path: string): ModelSpec["nodes"] => ({
    a: { block: "scaled", in: ["x"] },
    b: { block: "outer", in: ["x"], params: { [path]: "a/w" } },
  });
  const shared = ids(specOf(nodes("inner/w"), { scaled, outer: outer({ share: true }) }));
  expect(shared.filter((line) => line.includes("parameter"))).toEqual(["a/w = parameter()"]);
  const apart = ids(specOf(nodes("inner/1/w"), { scaled, outer: outer({}) }));
  expect(apart.filter((line) => line.includes("parameter"))).toEqual([
    "a/w = parameter()",
    "b/inner/0/w = parameter()",
  ]);
});

test.each<[string, ModelSpec["nodes"], unknown[]]>([
  [
    "a parameter that the block lacks",
    { a: { block: "scaled", in: ["x"], params: { v: "x" } } },
    ["unknown-parameter", "model.nodes.a.params.v", "a"],
  ],
  [
    "a value of another shape",
    { a: { block: "scaled", in: ["x"], params: { w: "x" } } },
    ["shape-mismatch", "blocks.scaled.params.w", "a/w"],
  ],
  [
    "an instance that is none",
    { a: { block: "scaled", in: ["x"], share: "b" } },
    ["unknown-node", "model.nodes.a.share", "a"],
  ],
  [
    "an instance without the parameter",
    { b: { op: "tanh", in: ["x"] }, a: { block: "scaled", in: ["x"], share: "b" } },
    ["unknown-parameter", "model.nodes.a.share", "a"],
  ],
  [
    "sharing without copies",
    { a: { block: "scaled", in: ["x"], share: true } },
    ["unused-key", "model.nodes.a.share", "a"],
  ],
  [
    "an op with parameters",
    { a: { op: "tanh", in: ["x"], params: { w: "x" } } },
    ["unused-key", "model.nodes.a.params", "a"],
  ],
  [
    "an argument of one copy",
    { a: { block: "scaled", in: ["x"], repeat: [{}, { than: "cube" }] } },
    ["unknown-attribute", "model.nodes.a.repeat.1.than", "a"],
  ],
  [
    "a carry that is no input",
    { a: { block: "scaled", in: ["x"], repeat: 2, carry: "y" } },
    ["unknown-input", "model.nodes.a.carry", "a"],
  ],
  [
    "two inputs and nothing to carry",
    { a: { op: "add", in: ["x", "x"], repeat: 2 } },
    ["missing-key", "model.nodes.a", "a"],
  ],
  [
    "more copies than slices",
    { a: { op: "tanh", in: ["x"], repeat: 2, scan: { x: 1 } } },
    ["scan-length", "model.nodes.a.scan.x", "a"],
  ],
  [
    "slices of the batch",
    { a: { op: "tanh", in: ["x"], repeat: 2, scan: { x: 0 } } },
    ["scan-length", "model.nodes.a.scan.x", "a"],
  ],
  [
    "an axis out of range",
    { a: { op: "tanh", in: ["x"], repeat: 2, scan: { x: 2 } } },
    ["bad-axis", "model.nodes.a.scan.x", "a"],
  ],
  [
    "a block that is an op",
    { a: { block: "tanh", in: ["x"] } },
    ["unknown-block", "model.nodes.a.block", "a"],
  ],
])("%s is refused", (_, nodes, problem) => {
  expect(refused(specOf(nodes))).toEqual([problem]);
});

test("files that blocks come from are recorded with their hash, and mean their own blocks", () => {
  const twice: BlockSpec = {
    inputs: { x: { shape: ["N", "m"] } },
    nodes: { h: { block: "scaled", in: ["x"], repeat: 2 } },
    output: "h",
  };
  const used = { twice: { file: "./lib.json", text: "{}", blocks: { twice, scaled } } };
  const spec = specOf({ y: { block: "twice", in: ["x"] } }, {}, { use: { twice: "./lib.json" } });
  const graph = built(spec, { used });
  // SHA-256 of "{}".
  const hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  expect(graph.uses).toEqual({ "./lib.json": hash });
  expect(graphToJson(graph)).toContain(`"uses": { "./lib.json": "${hash}" }`);
  expect(graph.nodes.map(({ id }) => id)).toContain("y/h/1/a");
  const inner = specOf({ y: { block: "scaled", in: ["x"] } }, {}, { use: { twice: "./lib.json" } });
  expect(problemsOf(() => built(inner, { used }))).toMatchObject([{ code: "unknown-block" }]);
  expect(problemsOf(() => built(spec))).toMatchObject([{ code: "missing-file", path: ["use", "twice"] }]);
});
