import { expect, test } from "vitest";
import { apply } from "./apply.js";
import { Builder } from "./builder.js";
import { graphToJson } from "./graph.js";
import { defaultLimits } from "./limits.js";
import { problemsOf } from "./testing/refusals.js";
import { testRegistry as registry } from "./testing/testOps.js";

const opOf = (name: string) => registry.get("ops", name);
const begin = () => {
  const builder = new Builder({ registry, dtype: "float64" });
  const x = builder.source("input", "x", ["N", 3], "float64");
  const w = builder.source("parameter", "w", [3], "float64", { value: [1, 2, 3] });
  return { builder, x, w };
};

test("nodes nobody names are called after their op, in the order they were made", () => {
  const { builder, x, w } = begin();
  const y = builder.call(opOf("add"), [x, w]);
  builder.name(builder.call(opOf("add"), [y, y]), "add2");
  builder.within({ scope: "hidden" }, () => builder.call(opOf("tanh"), [builder.call(opOf("add"), [y, 1])]));
  builder.call(opOf("add"), [y, 2]);
  const { nodes } = builder.finish({});
  expect(nodes.map(({ id }) => id)).toEqual([
    "x",
    "w",
    "add",
    "add2",
    "hidden/constant",
    "hidden/add",
    "hidden/tanh",
    "constant",
    "add3",
  ]);
  expect(nodes[6]!.in).toEqual(["hidden/add"]);
});

test("a value has one id: asked for another, an identity node takes it", () => {
  const { builder, x } = begin();
  expect(builder.name(x, "x")).toBe(x);
  const alias = builder.name(x, "alias");
  expect(alias).not.toBe(x);
  expect([alias.op, alias.inputs]).toEqual(["identity", [x]]);
  expect(builder.get("x")).toBe(x);
  expect(problemsOf(() => builder.name(builder.call(opOf("tanh"), [x]), "w"))).toEqual([
    { code: "duplicate-id", got: '"w" twice', need: "one node for each id" },
  ]);
  expect(problemsOf(() => builder.get("y"))).toMatchObject([{ code: "unknown-node", got: '"y"' }]);
});

test("a number becomes a scalar constant of the other operands' dtype", () => {
  const builder = new Builder({ registry, dtype: "float64" });
  const x = builder.source("input", "x", [2], "float32");
  const [, two] = builder.call(opOf("multiply"), [x, 2]).inputs;
  expect(two).toMatchObject({ op: "constant", dtype: "float32", shape: [], attributes: { value: 2 } });
  expect(builder.call(opOf("add"), [1, 2])).toMatchObject({ dtype: "float64", shape: [] });
});

test("operands broadcast to a common shape", () => {
  const { builder, x, w } = begin();
  expect(builder.call(opOf("add"), [x, w]).shape).toEqual(["N", 3]);
  expect(builder.call(opOf("add"), [w, 1]).shape).toEqual([3]);
});

test("shapes that do not fit are refused with what each input is", () => {
  const { builder, x } = begin();
  const v = builder.source("input", "v", [2], "float64");
  expect(problemsOf(() => builder.call(opOf("add"), [builder.call(opOf("tanh"), [x]), v]))).toEqual([
    {
      code: "shape-mismatch",
      got: "a [N, 3] from tanh, b [2] from v",
      need: "equal dims from the last axis on, or 1",
    },
  ]);
});

test("dtypes that do not fit are refused with what each input is", () => {
  const { builder, x } = begin();
  const half = builder.source("input", "half", [3], "float32");
  const n = builder.source("input", "n", [3], "int32");
  expect(problemsOf(() => builder.call(opOf("add"), [x, half]))).toEqual([
    {
      code: "dtype-mismatch",
      got: "b float32 from half",
      need: "float64, as the other inputs",
      try: '"inputs.half.dtype": "float64"',
    },
  ]);
  expect(problemsOf(() => builder.call(opOf("tanh"), [n]))).toEqual([
    { code: "dtype-mismatch", got: "x int32 from n", need: "float for x of op tanh" },
  ]);
  expect(problemsOf(() => builder.call(opOf("scale"), [x, 2]))).toMatchObject([
    { code: "dtype-mismatch", got: "n float64 from the number 2" },
  ]);
});

test("too few inputs, or too many, are refused", () => {
  const { builder, x } = begin();
  const need = "2 for op add: a, b";
  expect(problemsOf(() => builder.call(opOf("add"), [x]))).toEqual([
    { code: "wrong-inputs", got: "1 input", need },
  ]);
  expect(problemsOf(() => builder.call(opOf("add"), [x, x, x]))).toMatchObject([{ got: "3 inputs" }]);
  expect(problemsOf(() => apply(opOf("add"), { a: x }))).toMatchObject([
    { code: "wrong-inputs", got: "1 input" },
  ]);
});

test("a value of another graph is a mistake of the program, not of a document", () => {
  const { x } = begin();
  const { builder, w } = begin();
  expect(() => builder.call(opOf("add"), [w, x])).toThrow(
    new TypeError("op add: an input belongs to another graph"),
  );
  expect(() => apply(opOf("add"), { a: 1, b: 2 })).toThrow("at least one input must be a graph value");
});

test("refusals are placed by the contexts around them, the innermost name winning", () => {
  const { builder, x } = begin();
  const work = () =>
    builder.within({ scope: "u1", path: ["in", 0] }, () => builder.call(opOf("tanh"), [x], { alpha: 1 }));
  expect(
    problemsOf(() => builder.within({ scope: "outer", path: ["model", "nodes", "u1"] }, work)),
  ).toMatchObject([
    { code: "unknown-attribute", path: ["model", "nodes", "u1", "in", 0, "alpha"], at: "u1" },
  ]);
  expect(builder.call(opOf("tanh"), [x]).context.scope).toBe("");
});

test("more nodes than allowed are refused", () => {
  const builder = new Builder({ registry, limits: { ...defaultLimits, nodes: 2 } });
  builder.constant(1);
  builder.constant(2);
  expect(problemsOf(() => builder.constant(3))).toEqual([
    { code: "too-many-nodes", got: "more than 2 nodes", need: "at most 2" },
  ]);
});

test("a finished graph is frozen through and through, and keeps nothing of what it was made from", () => {
  const value = [1, 2, 3];
  const shape = [3];
  const builder = new Builder({ registry });
  builder.source("parameter", "w", shape, "float32", { value });
  builder.name(builder.call(opOf("broadcastTo"), [builder.get("w")], { shape: [2, 3] }), "y");
  const graph = builder.finish({ outputs: { y: "y" } });
  const before = graphToJson(graph);
  value[0] = 9;
  shape[0] = 9;
  expect(graphToJson(graph)).toBe(before);
  const open: unknown[] = [];
  const visit = (item: unknown): void => {
    if (typeof item !== "object" || item === null) return;
    if (!Object.isFrozen(item)) open.push(item);
    Object.values(item).forEach(visit);
  };
  visit(graph);
  expect(open).toEqual([]);
});

test("a graph continued keeps its nodes as they were", () => {
  const { builder, x } = begin();
  builder.name(builder.call(opOf("tanh"), [x]), "y");
  const first = builder.finish({ outputs: { y: "y" } });
  const more = Builder.from(first, registry);
  more.name(more.call(opOf("tanh"), [more.get("y")]), "z");
  const second = more.finish({ outputs: { z: "z" } });
  expect(second.nodes.slice(0, -1)).toEqual(first.nodes);
  second.nodes.slice(0, -1).forEach((node, i) => expect(node).toBe(first.nodes[i]));
  expect(second).toMatchObject({ dtype: "float64", mode: "train", seed: 0 });
});

test("a graph's own step is one input, made when it is first asked for, and no part of what asks", () => {
  const { builder, x } = begin();
  expect(builder.has("update/@step")).toBe(false);
  const made = builder.within({ scope: "grad/l/x", provenance: { of: "x", rule: "seed" } }, () =>
    builder.ambient("step"),
  );
  expect(builder.ambient("step")).toBe(made);
  builder.call(opOf("add"), [x, made]);
  const again = Builder.from(builder.finish({}), registry);
  expect(again.ambient("step").node).toEqual({
    id: "update/@step",
    op: "input",
    in: [],
    attributes: {},
    shape: [],
    dtype: "float64",
  });
});
