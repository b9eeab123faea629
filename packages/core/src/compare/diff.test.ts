import fc from "fast-check";
import { expect, test } from "vitest";
import { build } from "../spec/build.js";
import { differentiate } from "../differentiate.js";
import type { Graph } from "../graph.js";
import type { BuildSpec, ModelSpec } from "../spec/spec.js";
import { testRegistry as registry } from "../testing/testOps.js";
import { diff, type GraphDiff, isSame } from "./diff.js";
import { formatDiff } from "./diffFormat.js";

fc.configureGlobal({ seed: 1 });

const model = {
  inputs: { x: { shape: ["N", 2] } },
  params: { w: { shape: [2], value: [1, 2] }, v: { shape: [2], value: [3, 4] } },
  nodes: {
    u: { op: "multiply", in: ["x", "w"] },
    h: { op: "tanh", in: ["u"] },
    z: { op: "multiply", in: ["h", "v"] },
    l: { op: "sum", in: ["z"] },
  },
  outputs: { loss: "l" },
};
const graphOf = (changes: Partial<ModelSpec> = {}, settings: Partial<BuildSpec> = {}): Graph =>
  build({ dtype: "float64", ...settings, model: { ...model, ...changes } }, { registry });
const first = graphOf();
const empty: GraphDiff = {
  settings: {},
  added: [],
  removed: [],
  renamed: [],
  changed: [],
  outputs: {},
  updates: {},
};

test("a graph and itself built from other words say the same", () => {
  const other = graphOf({
    nodes: Object.fromEntries(Object.entries(model.nodes).reverse()),
    params: { v: { ...model.params.v, trainable: true, doc: "the last layer" }, w: model.params.w },
  });
  expect(diff(first, other)).toEqual(empty);
  expect(isSame(diff(first, other))).toBe(true);
  expect(formatDiff(diff(first, other))).toBe("");
});

test("a renamed node is a renaming, and no change of those that use it", () => {
  const other = graphOf({
    params: { weights: model.params.w, v: model.params.v },
    nodes: {
      ...model.nodes,
      u: { op: "multiply", in: ["x", "weights"] },
    },
  });
  expect(diff(first, other)).toEqual({ ...empty, renamed: [{ from: "w", to: "weights" }] });
  expect(isSame(diff(first, other))).toBe(false);
});

/** The model under other names, its ids changed by a function. */
function renamedModel(name: (id: string) => string): ModelSpec {
  const keys = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [name(id), value]));
  const nodes = Object.entries(model.nodes).map(
    ([id, node]) => [id, { ...node, in: node.in.map(name) }] as const,
  );
  return {
    inputs: keys(model.inputs),
    params: keys(model.params),
    nodes: keys(Object.fromEntries(nodes)),
    outputs: { loss: name("l") },
  };
}

const ids = ["x", "w", "v", "u", "h", "z", "l"];

test("any nodes under other names are recognised, in the model and in its backward pass", () => {
  fc.assert(
    fc.property(
      fc.subarray(ids),
      fc.shuffledSubarray(["a1", "b", "c", "d", "e", "f", "y"], { minLength: 7 }),
      (some, names) => {
        const to = new Map(some.map((id, i) => [id, names[i]!]));
        const other = graphOf(renamedModel((id) => to.get(id) ?? id));
        const expected = [...to].map(([from, now]) => ({ from, to: now }));
        const found = diff(first, other);
        expect(new Set(found.renamed)).toEqual(new Set(expected));
        expect({ ...found, renamed: [] }).toEqual(empty);
        const [old, now] = [first, other].map((graph) => differentiate(graph, { of: "loss", registry }));
        const backward = diff(old!, now!);
        expect([backward.added, backward.removed, backward.changed]).toEqual([[], [], []]);
      },
    ),
  );
});

test("what changed in a node is said field by field", () => {
  const other = graphOf(
    {
      params: { ...model.params, v: { shape: [2], value: [3, 5] } },
      nodes: { ...model.nodes, h: { op: "identity", in: ["u"] }, z: { op: "add", in: ["h", "w"] } },
      outputs: { loss: "l", hidden: "h" },
    },
    { seed: 2, name: "other" },
  );
  expect(diff(first, other)).toEqual({
    ...empty,
    settings: { name: { before: "", after: "other" }, seed: { before: 0, after: 2 } },
    changed: [
      { id: "v", attributes: { value: { before: [3, 4], after: [3, 5] } } },
      { id: "h", op: { before: "tanh", after: "identity" } },
      { id: "z", op: { before: "multiply", after: "add" }, in: { before: ["h", "v"], after: ["h", "w"] } },
    ],
    outputs: { hidden: { after: "h" } },
  });
});

test("added and removed nodes are whole, and everything reads as text", () => {
  const other = graphOf({
    inputs: { x: { shape: ["N", 3] } },
    params: { w: { shape: [3], value: [1, 2, 3] } },
    nodes: {
      u: { op: "multiply", in: ["x", "w"] },
      h: { op: "tanh", in: ["u"] },
      d: { op: "identity", in: ["h"] },
      l: { op: "sum", in: ["d"] },
    },
    outputs: { loss: "l" },
  });
  expect(formatDiff(diff(first, other))).toMatchInlineSnapshot(`
    "- v  parameter  float64 [2]
    - z  multiply of h, v  float64 [N, 2]
    + d  identity of h  float64 [N, 3]
    ~ x  shape  [N, 2] → [N, 3]
    ~ w  shape  [2] → [3]
    ~ w  value  [1,2] → [1,2,3]
    ~ u  shape  [N, 2] → [N, 3]
    ~ h  shape  [N, 2] → [N, 3]
    ~ l  in  z → d
    "
  `);
});

test("a node taken away and one that says something else added are no renaming", () => {
  const { v, ...params } = { ...model.params, b: { shape: [2], value: [3, 4.5] } };
  const other = graphOf({ params, nodes: { ...model.nodes, z: { op: "multiply", in: ["h", "b"] } } });
  const found = diff(first, other);
  expect([found.renamed, found.added.map(({ id }) => id), found.removed.map(({ id }) => id)]).toEqual([
    [],
    ["b"],
    ["v"],
  ]);
  expect(v.value).toEqual([3, 4]);
});
