import { expect, test } from "vitest";
import { apply } from "../apply.js";
import { diff } from "../compare/diff.js";
import { graphToJson, type Graph } from "../graph.js";
import { graphFromJson } from "../graphDocument.js";
import { createState } from "../initialState.js";
import { defaultLimits } from "../limits.js";
import { reference } from "../reference/engine.js";
import { definePlugin } from "../registry.js";
import { tensor } from "../tensor.js";
import { problemsOf } from "../testing/refusals.js";
import { graphOf } from "../testing/run.js";
import { testRegistry as registry } from "../testing/testOps.js";
import type { Value } from "../value.js";
import { checkRewrite } from "./checkRewrite.js";
import { defineRewrite, type Rewrite } from "./defineRewrite.js";
import { maximumSteps, rewrite } from "./rewrite.js";

const call = (op: string, inputs: Record<string, Value | number>): Value =>
  apply(registry.get("ops", op), inputs);

/** a + a = 2 a */
const double = defineRewrite({
  name: "double",
  doc: { summary: "a sum of a value with itself is twice the value" },
  step(graph) {
    const node = graph.nodes.find(({ op, in: [a, b] }) => op === "add" && a === b);
    return (
      node && {
        node: node.id,
        does: `doubles ${node.in[0]}`,
        law: { name: "distributivity", equation: "a + a = 2 a" },
        read: [],
        make: (get) => call("multiply", { a: 2, b: get(node.in[0]!) }),
      }
    );
  },
});

const graph = graphOf(
  (make, builder) => {
    const x = builder.source("input", "x", ["N"], "float64");
    builder.source("parameter", "idle", [], "float64", { value: 1, trainable: true });
    builder.name(make("add", [x, x]), "u");
    builder.name(make("add", [builder.get("u"), builder.get("u")]), "v");
    builder.name(make("tanh", [builder.get("v")]), "y");
    builder.name(make("tanh", [builder.get("u")]), "unused");
  },
  ["y"],
);
const ids = ({ nodes }: Graph) => nodes.map(({ id }) => id);

test("a step at a time: the node keeps its id, what is made stands below it, all else stays the same object", () => {
  const { graph: after, steps } = rewrite(graph, double, { registry });
  expect(steps).toMatchObject([
    { kind: "replace", node: "u", root: "u", does: "doubles x", made: ["u/constant"], before: graph },
    { kind: "replace", node: "v", root: "v", does: "doubles u", made: ["v/constant"], after },
  ]);
  expect(steps[1]!.before).toBe(steps[0]!.after);
  expect(ids(after)).toEqual(["x", "idle", "u/constant", "u", "v/constant", "v", "y", "unused"]);
  expect(after.nodes.at(-1)).toBe(graph.nodes.at(-1));
  expect(graphFromJson(graphToJson(after), registry)).toEqual(after);
  expect(diff(graph, after).changed.map(({ id }) => id)).toEqual(["u", "v"]);
});

/** Forgets what tanh is applied to. */
const forget = defineRewrite({
  name: "forget",
  doc: { summary: "tanh of x in place of tanh of anything else" },
  step: ({ nodes }) =>
    nodes.some(({ id, in: inputs }) => id === "y" && inputs[0] !== "x")
      ? {
          node: "y",
          does: "forgets",
          law: { name: "none" },
          read: ["v"],
          make: (get) => call("tanh", { x: get("x") }),
        }
      : undefined,
});

test("what nothing needs any more is left out in a last step; what was declared, or unused before, stays", () => {
  const { graph: after, steps } = rewrite(graph, forget, { registry });
  expect(steps.at(-1)).toMatchObject({ kind: "drop", dropped: ["v"], after });
  expect(ids(after)).toEqual(["x", "idle", "u", "y", "unused"]);
});

test("a rewrite that finds nothing gives the graph itself", () => {
  const { graph: after } = rewrite(graph, forget, { registry });
  expect(rewrite(after, forget, { registry })).toEqual({ graph: after, steps: [] });
  expect(rewrite(after, forget, { registry }).graph).toBe(after);
});

test("outputs before and after are held against each other", () => {
  const check = (rule: Rewrite) =>
    checkRewrite(graph, rewrite(graph, rule, { registry }).graph, {
      registry,
      engine: reference(),
      state: createState(graph, registry),
      feeds: { x: tensor([0.25, 0]) },
      dims: { N: 2 },
    });
  expect(check(double)).toEqual([{ output: "y", largest: 0, relative: 0 }]);
  const largest = Math.tanh(1) - Math.tanh(0.25);
  expect(check(forget)).toEqual([{ output: "y", largest, relative: largest / Math.tanh(1) }]);
});

const endless = defineRewrite({
  ...double,
  name: "endless",
  step: () => ({
    node: "y",
    does: "turns",
    law: { name: "none" },
    read: [],
    make: (get) => call("tanh", { x: get("v") }),
  }),
});

test("a rewrite without end is refused, by its steps or by what their graphs hold", () => {
  const need = (nodes: number) =>
    `at most ${maximumSteps} steps, and ${nodes} nodes in the graphs of all steps together`;
  expect(problemsOf(() => rewrite(graph, endless, { registry }))).toEqual([
    {
      code: "too-many-steps",
      got: `rewrite endless, not at its end after ${maximumSteps} steps`,
      need: need(defaultLimits.nodes),
    },
  ]);
  const limits = { ...defaultLimits, nodes: 20 };
  expect(problemsOf(() => rewrite(graph, endless, { registry, limits }))).toEqual([
    {
      code: "too-many-steps",
      got: "rewrite endless, not at its end after 3 steps",
      need: need(20),
    },
  ]);
});

test("a step that makes something of another shape is a mistake of its author", () => {
  const wrong = defineRewrite({
    ...endless,
    name: "wrong",
    step: () => ({ ...endless.step(), make: (get) => call("sum", { x: get("v") }) }),
  });
  expect(() => rewrite(graph, wrong, { registry })).toThrow(
    new TypeError("rewrite wrong: y was float64 [N] and became float64 []"),
  );
});

test("plugins bring rewrites, named as their ops are", () => {
  const more = registry.with(
    definePlugin({ name: "acme", version: 1, rewrites: [{ ...double, name: "acme.double" }] }),
  );
  expect(more.get("rewrites", "acme.double").doc).toBe(double.doc);
  expect(problemsOf(() => more.get("rewrites", "acme.duoble"))).toMatchObject([{ code: "unknown-rewrite" }]);
});
