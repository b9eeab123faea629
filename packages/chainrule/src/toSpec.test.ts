import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  build,
  type BuildSpec,
  createState,
  defaultRegistry,
  differentiate,
  type Graph,
  graphFromJson,
  graphToJson,
  type NodeSpec,
  openSpec,
  Refusal,
  toSpec,
} from "./index.js";

const registry = defaultRegistry();
const graphOf = (spec: BuildSpec, mode: "train" | "eval" = "train"): Graph => build(spec, { registry, mode });
const expectSame = (spec: BuildSpec): void => {
  const again = toSpec(graphOf(spec), { registry });
  expect(again["x-renamed"]).toBeUndefined();
  expect(graphToJson(graphOf(again))).toBe(graphToJson(graphOf(spec)));
  expect(graphToJson(graphOf(again, "eval"))).toBe(graphToJson(graphOf(spec, "eval")));
};

for (const path of ["xor/xor.json", "louppe/louppe.json", "penguins/penguins.json"]) {
  test(`${path}: the spec of its graph builds the same graph, in both modes`, () => {
    const text = readFileSync(new URL(`../../../examples/${path}`, import.meta.url), "utf8");
    expectSame(openSpec(text, path).spec);
  });
}

for (const name of ["autoencoder", "convolutional", "weighted"]) {
  test(`the language's ${name} model comes back byte for byte`, () => {
    const text = readFileSync(new URL(`../fixtures/${name}/spec.json`, import.meta.url), "utf8");
    expectSame(openSpec(text, name).spec);
  });
}

for (const name of ["spiral", "recurrent"]) {
  test(`the language's ${name} model comes back node for node: its copies are called anew`, () => {
    const text = readFileSync(new URL(`../fixtures/${name}/spec.json`, import.meta.url), "utf8");
    const { graph } = openSpec(text, name);
    const spec = toSpec(graph, { registry });
    const to = (id: string): string => spec["x-renamed"]![id] ?? id;
    const nodes = new Map(graphOf(spec).nodes.map((node) => [node.id, node]));
    expect(nodes.size).toBe(graph.nodes.length);
    for (const { id, op, in: inputs, shape } of graph.nodes)
      expect(nodes.get(to(id))).toMatchObject({ op, in: inputs.map(to), shape });
  });
}

test("a spec of its own form opens and says what the graph says", () => {
  const graph = graphOf({
    model: {
      inputs: { x: { shape: ["N", 2] } },
      nodes: { h: { block: "dense", in: ["x"], units: 1 }, y: { op: "multiply", in: ["h", 2] } },
      outputs: { y: "y" },
    },
  });
  const spec = toSpec(graph, { registry });
  expect(spec).toEqual({
    chainrule: 1,
    blocks: {
      h: {
        inputs: { x: { shape: ["N", 2] } },
        params: {
          W: { shape: [2, 1], init: { type: "glorot", distribution: "uniform" } },
          b: { shape: [1], init: { type: "zeros" } },
        },
        nodes: { z: { op: "affine", in: ["x", "W", "b"] } },
        output: "z",
      },
    },
    model: {
      inputs: { x: { shape: ["N", 2] } },
      nodes: { h: { block: "h", in: { x: "x" } }, y: { op: "multiply", in: ["h", 2] } },
      outputs: { y: "y" },
    },
  });
  expect(graphToJson(openSpec(spec).graph)).toBe(graphToJson(graph));
});

const scale: NonNullable<BuildSpec["blocks"]>[string] = {
  inputs: { x: { shape: ["N", "n"] }, by: { shape: [] } },
  nodes: { z: { op: "multiply", in: ["x", "by"] } },
  output: "z",
};

test("instances within instances, numbers handed to them, shared and bound parameters, fitted buffers", () => {
  expectSame({
    dtype: "float64",
    seed: 3,
    blocks: {
      scale,
      deep: {
        inputs: { x: { shape: ["N", "n"] } },
        constants: { half: { value: 0.5 } },
        nodes: {
          first: { block: "scale", in: { x: "x", by: 3 } },
          h2: { block: "dense", in: ["first"], units: 4, activation: "tanh" },
          h10: { block: "dense", in: ["h2"], units: 4, share: "h2" },
          last: { op: "multiply", in: ["h10", "half"] },
        },
        output: "last",
      },
    },
    model: {
      inputs: { x: { shape: ["N", 4] } },
      nodes: {
        s: { block: "standardise", in: ["x"] },
        d: { block: "deep", in: ["s"] },
        t: { block: "standardise", in: ["d"] },
        W: { op: "transpose", in: ["d/h2/W"] },
        e: { block: "dense", in: ["t"], units: 4, params: { W: "W" } },
        both: { op: "add", in: ["d/first", "e"] },
      },
      outputs: { both: "both", inner: "d/h2/z", W: "d/h2/W" },
    },
  });
});

test("what a profile says goes with it", () => {
  expectSame({
    profile: "ewing",
    model: {
      inputs: { x: { shape: ["N"] } },
      nodes: { a: { op: "leakyRelu", in: ["x"] } },
      outputs: { a: "a" },
    },
  });
});

test("ids that a spec cannot give are changed, and first values are drawn as before", () => {
  const graph = graphOf({
    seed: 5,
    model: {
      inputs: { x: { shape: ["N", 3] } },
      nodes: { h: { block: "dense", in: ["x"], units: 3, repeat: 2 } },
      outputs: { h: "h" },
    },
  });
  const spec = toSpec(graph, { registry });
  expect(spec["x-renamed"]).toEqual({
    "h/0/W": "h/copy0/W",
    "h/0/b": "h/copy0/b",
    "h/0/z": "h/copy0/z",
    "h/1/W": "h/copy1/W",
    "h/1/b": "h/copy1/b",
    "h/1/z": "h/copy1/z",
  });
  const again = graphOf(spec);
  const to = (id: string): string => spec["x-renamed"]![id] ?? id;
  expect(again.nodes.map(({ id, op, in: inputs }) => [id, op, inputs])).toEqual(
    graph.nodes.map(({ id, op, in: inputs }) => [to(id), op, inputs.map(to)]),
  );
  const [before, after] = [createState(graph, registry), createState(again, registry)];
  for (const id of ["h/0/W", "h/1/W"]) expect(after.read(to(id))).toEqual(before.read(id));
});

test("a node and an instance of one name, and instances that need each other, are told apart", () => {
  const line = (id: string, op: string, inputs: readonly string[]): string =>
    JSON.stringify({ id, op, in: inputs, shape: ["N"], dtype: "float32" });
  const read = (...lines: readonly string[]): Graph =>
    graphFromJson(
      `{ "graph": 1, "name": "", "dtype": "float32", "mode": "train", "seed": 0, "outputs": { "y": "y" }, "updates": {},
        "nodes": [${[line("x", "input", []), ...lines].join(",")}] }`,
      registry,
    );
  const named = read(line("a/b", "tanh", ["x"]), line("a", "tanh", ["a/b"]), line("y", "tanh", ["a"]));
  expect(toSpec(named, { registry })["x-renamed"]).toEqual({ "a/b": "a_parts/b" });
  const tangled = read(
    line("a/p", "tanh", ["x"]),
    line("b/p", "tanh", ["a/p"]),
    line("a/q", "tanh", ["b/p"]),
    line("y", "tanh", ["a/q"]),
  );
  const spec = toSpec(tangled, { registry });
  expect(spec["x-renamed"]).toEqual({ "a/p": "a_p", "b/p": "b_p", "a/q": "a_q" });
  expect(graphOf(spec).nodes.map(({ id }) => id)).toEqual(["x", "a_p", "b_p", "a_q", "y"]);
});

test("a backward pass is no model", () => {
  const graph = graphOf({
    model: {
      inputs: {},
      params: { w: { shape: [], value: 1 } },
      nodes: { l: { op: "square", in: ["w"] } },
      outputs: { l: "l" },
    },
  });
  const backward = differentiate(graph, { of: "l", registry });
  expect(() => toSpec(backward, { registry })).toThrow(Refusal);
  expect(() => toSpec(backward, { registry })).toThrow(/not-a-model/);
});

const kinds = ["tanh", "add", "times", "dense", "scale", "nested"] as const;
const nodesOf = (names: readonly string[], choices: readonly [number, number, number][]): BuildSpec => {
  const nodes: Record<string, NodeSpec> = {};
  const known = ["x"];
  names.forEach((name, i) => {
    const [kind, a, b] = choices[i % choices.length]!;
    const [p, q] = [known[a % known.length]!, known[b % known.length]!];
    const node: Record<(typeof kinds)[number], NodeSpec> = {
      tanh: { op: "tanh", in: [p] },
      add: { op: "add", in: [p, q] },
      times: { op: "multiply", in: b % 2 === 0 ? [p, 0.5] : [0.5, p] },
      dense: { block: "dense", in: [p], units: 2, activation: b % 2 === 0 ? "identity" : "tanh" },
      scale: { block: "scale", in: { x: p, by: b } },
      nested: { block: "nested", in: { q, p } },
    };
    nodes[name] = node[kinds[kind % kinds.length]!];
    known.push(name);
  });
  const nested: NonNullable<BuildSpec["blocks"]>[string] = {
    inputs: { p: { shape: ["N", "n"] }, q: { shape: ["N", "n"] } },
    params: { v: { shape: ["n"], init: "ones" } },
    nodes: {
      s2: { block: "scale", in: ["p", 2] },
      s10: { op: "add", in: ["s2", "q"] },
      d: { block: "dense", in: ["s10"], units: 2 },
      o: { op: "multiply", in: ["d", "v"] },
    },
    output: "o",
  };
  const model = { inputs: { x: { shape: ["N", 2] } }, nodes, outputs: { last: known.at(-1)! } };
  return { blocks: { scale, nested }, model };
};

test("any model of ops and instances comes back byte for byte", () => {
  const name = fc.stringMatching(/^[a-f][A-Za-z0-9_]{0,3}$/);
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 12 });
  const choice = fc.tuple(fc.nat(5), fc.nat(20), fc.nat(20));
  const choices = fc.array(choice, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(names, choices, (ids, picks) => expectSame(nodesOf(ids, picks))),
    { numRuns: 200 },
  );
});
