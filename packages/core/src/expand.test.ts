import { expect, test } from "vitest";
import { apply } from "./apply.js";
import { expand } from "./expand.js";
import { defaultLimits } from "./limits.js";
import { defineOp, type Op } from "./op.js";
import { Registry } from "./registry.js";
import { scalarShape } from "./shape.js";
import { problemsOf } from "./testing/refusals.js";
import { graphOf, run } from "./testing/run.js";
import { testPlugin, testRegistry as registry } from "./testing/testOps.js";
import type { Value } from "./value.js";

const isComposite = (op: Op): boolean => op.decompose !== undefined;

const graph = graphOf(
  (call, builder) => {
    const x = builder.source("input", "x", ["N"], "float64");
    builder.name(call("sumSquares", [x]), "u");
    builder.name(call("tanh", [builder.get("u")]), "y");
  },
  ["y", "u"],
);

test("a composite gives way to its decomposition; its last node keeps the id, the others stand below it", () => {
  const opened = expand(graph, registry, isComposite);
  expect(opened.nodes.map(({ id, op, in: inputs }) => ({ id, op, in: inputs }))).toEqual([
    { id: "x", op: "input", in: [] },
    { id: "u/multiply", op: "multiply", in: ["x", "x"] },
    { id: "u", op: "sum", in: ["u/multiply"] },
    { id: "y", op: "tanh", in: ["u"] },
  ]);
  expect(opened.outputs).toEqual(graph.outputs);
  const feeds = { x: [1, 2, -3] };
  expect(run(opened, feeds, { dims: { N: 3 } })("y")).toBe(run(graph, feeds, { dims: { N: 3 } })("y"));
});

test("one node of several can be chosen by its id", () => {
  const two = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", ["N"], "float64");
      builder.name(call("sumSquares", [x]), "u");
      builder.name(call("sumSquares", [x]), "v");
    },
    ["u", "v"],
  );
  const opened = expand(two, registry, (op, id) => isComposite(op) && (id === undefined || id === "v"));
  expect(opened.nodes.map(({ id, op }) => `${id} ${op}`)).toEqual([
    "x input",
    "u sumSquares",
    "v/multiply multiply",
    "v sum",
  ]);
});

test("without a composite nothing changes, and nodes are the very same", () => {
  const same = expand(graph, registry, () => false);
  same.nodes.forEach((node, i) => expect(node).toBe(graph.nodes[i]));
});

/** A composite that is one of its own inputs, another of a composite, and one of itself. */
const ops = (() => {
  const x = { inputs: ["x"], samples: [{ inputs: { x: ["N"] } }] } as const;
  const same = defineOp({
    ...x,
    name: "same",
    doc: { summary: "x" },
    shape: ({ x }) => x,
    decompose: ({ x }) => x,
  });
  const nested = defineOp({
    ...x,
    name: "nested",
    doc: { summary: "twice the sum of squares" },
    shape: () => scalarShape,
    decompose({ x }) {
      const squares = call("sumSquares", { x });
      return call("add", { a: squares, b: squares });
    },
  });
  const endless = defineOp({
    ...x,
    name: "endless",
    doc: { summary: "" },
    shape: ({ x }) => x,
    decompose: ({ x }) => call("endless", { x }),
  });
  return [same, nested, endless];

  function call(name: string, inputs: Record<string, Value>): Value {
    const op = more.get("ops", name);
    return apply(op, inputs);
  }
})();
const more: Registry = new Registry([{ ...testPlugin, ops: [...testPlugin.ops!, ...ops] }]);
const one = (name: string) =>
  graphOf(
    (_, builder) => {
      const x = builder.source("input", "x", [2], "float64");
      builder.name(builder.call(more.get("ops", name), [x]), "y");
    },
    ["y"],
  );

test("composites inside composites are opened too", () => {
  const { nodes } = expand(one("nested"), more, isComposite);
  expect(nodes.map(({ id, op }) => [id, op])).toEqual([
    ["x", "input"],
    ["y/multiply", "multiply"],
    ["y/sum", "sum"],
    ["y", "add"],
  ]);
});

test("a composite that hands back its input leaves an identity with its id", () => {
  expect(expand(one("same"), more, isComposite).nodes[1]).toMatchObject({
    id: "y",
    op: "identity",
    in: ["x"],
  });
});

test("one that is made of itself is refused", () => {
  const limits = { ...defaultLimits, depth: 5 };
  expect(problemsOf(() => expand(one("endless"), more, isComposite, limits))).toEqual([
    { code: "too-deep", at: "y", got: "op endless, unfolded inside 5 others", need: "at most 5 levels" },
  ]);
});

test("backward nodes keep what they say of themselves", () => {
  const backward = graphOf((call, builder) => {
    const x = builder.source("input", "x", [2], "float64");
    builder.within({ scope: "g", provenance: { of: "x", via: "y", rule: "r" } }, () =>
      builder.name(call("sumSquares", [x]), "g"),
    );
  }, []);
  expect(expand(backward, registry, isComposite).nodes.slice(1)).toMatchObject([
    { id: "g/multiply", of: "x", via: "y", rule: "r" },
    { id: "g", of: "x", via: "y", rule: "r" },
  ]);
});
