import { expect, test } from "vitest";
import {
  findNode,
  type Graph,
  graphHash,
  type GraphNode,
  graphToJson,
  indexOf,
  isSource,
  resolveOutput,
} from "./graph.js";

const node = (id: string, op: string, rest: Partial<GraphNode> = {}): GraphNode => ({
  id,
  op,
  in: [],
  attributes: {},
  shape: [],
  dtype: "float64",
  ...rest,
});
const graph: Graph = {
  name: "tiny",
  dtype: "float64",
  mode: "train",
  seed: 0,
  nodes: [
    node("x", "input", { shape: ["N", 2] }),
    node("w", "parameter", { attributes: { value: -0, trainable: true } }),
    node("y", "multiply", { in: ["x", "w"], shape: ["N", 2] }),
    node("grad/l/w", "identity", { in: ["w"], rule: "multiply", via: "y", of: "w" }),
  ],
  outputs: { l: "y", "a b": "w" },
  updates: {},
};

const golden = `{
  "graph": 1,
  "name": "tiny",
  "dtype": "float64",
  "mode": "train",
  "seed": 0,
  "outputs": { "a b": "w", "l": "y" },
  "updates": {},
  "nodes": [
    { "id": "x", "op": "input", "shape": ["N", 2], "dtype": "float64" },
    { "id": "w", "op": "parameter", "attributes": { "trainable": true, "value": -0 }, "shape": [], "dtype": "float64" },
    { "id": "y", "op": "multiply", "in": ["x", "w"], "shape": ["N", 2], "dtype": "float64" },
    { "id": "grad/l/w", "op": "identity", "in": ["w"], "shape": [], "dtype": "float64", "of": "w", "via": "y", "rule": "multiply" }
  ]
}
`;

test("the document has one node a line, keys in a fixed order, and is JSON", () => {
  expect(graphToJson(graph)).toBe(golden);
  expect(JSON.parse(golden)).toMatchObject({
    graph: 1,
    nodes: [{ id: "x" }, { id: "w" }, { id: "y" }, { of: "w" }],
  });
});

test("the hash is the SHA-256 of those bytes", () => {
  // From `sha256sum` of the document above.
  expect(graphHash(graph)).toBe("ead5f486b3572226563c74e5eb8244841201b8d7db3cba06d27ff9fdf15ca894");
});

test("the order in which keys were set means nothing", () => {
  const turned = (object: object): object => Object.fromEntries(Object.entries(object).reverse());
  const other = turned({
    ...graph,
    outputs: turned(graph.outputs),
    nodes: graph.nodes.map((item) => turned({ ...item, attributes: turned(item.attributes) })),
  }) as Graph;
  expect(graphToJson(other)).toBe(golden);
});

test.each([
  [0, "0"],
  [-0, "-0"],
  [0.1, "0.1"],
  [1e21, "1e+21"],
  [5e-324, "5e-324"],
  [Infinity, '"Infinity"'],
  [NaN, '"NaN"'],
])("the number %d is written %s", (value, text) => {
  expect(graphToJson({ ...graph, nodes: [node("c", "constant", { attributes: { value } })] })).toContain(
    `"value": ${text} }`,
  );
});

test("strings are escaped, lists and objects nest", () => {
  const attributes = { a: ['"', { b: null, a: [] }, {}], z: "é\n" };
  expect(graphToJson({ ...graph, nodes: [node("c", "constant", { attributes })] })).toContain(
    '"attributes": { "a": ["\\"", { "a": [], "b": null }, {}], "z": "é\\n" }',
  );
});

test("nodes are found by id; a name is an output before it is an id", () => {
  expect(findNode(graph, "y")?.op).toBe("multiply");
  expect(findNode(graph, "z")).toBeUndefined();
  expect(indexOf(graph)).toBe(indexOf(graph));
  expect(resolveOutput(graph, "l")).toBe("y");
  expect(resolveOutput(graph, "x")).toBe("x");
  expect(resolveOutput({ ...graph, outputs: { x: "y" } }, "x")).toBe("y");
  expect(resolveOutput(graph, "toString")).toBeUndefined();
});

test("five ops are sources", () => {
  expect(
    ["input", "parameter", "buffer", "slot", "constant", "identity", "constructor"].map(isSource),
  ).toEqual([true, true, true, true, true, false, false]);
});
