import { expect, test } from "vitest";
import type { Engine, Feeds } from "../engine.js";
import type { Graph } from "../graph.js";
import { createState } from "../initialState.js";
import type { Op } from "../op.js";
import { reference } from "../reference/engine.js";
import { withReplacedOps } from "../testing/replacedEngine.js";
import { graphOf } from "../testing/run.js";
import { testRegistry as registry } from "../testing/testOps.js";
import { tensor } from "../tensor.js";
import { Refusal } from "../errors.js";
import { compareEngines, type CompareEnginesOptions } from "./compareEngines.js";

/** W ← cube(tanh(x · W)), with what the update needs kept apart from what comes before. */
const graph: Graph = {
  ...graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", ["N", 3], "float32");
      const W = builder.source("parameter", "W", [3], "float32", { value: [0.5, -1, 2] });
      const u = builder.name(call("multiply", [x, W]), "u");
      const h = builder.name(call("tanh", [u]), "h");
      builder.name(call("sum", [h], { axes: [0] }), "total");
      builder.name(call("cube", [builder.get("total")]), "update/W");
    },
    ["total"],
    { dtype: "float32" },
  ),
  updates: { W: "update/W" },
};
const options: Omit<CompareEnginesOptions, "b"> = {
  registry,
  a: reference(),
  state: createState(graph, registry),
  feeds: {
    x: tensor(
      [
        [1, 2, 3],
        [-1, 0.25, 0.5],
      ],
      "float32",
    ),
  },
  dims: { N: 2 },
};

/** The reference engine with another formula for one op. */
const faulty = (name: string, formula: Op["formula"]): Engine =>
  withReplacedOps(reference(), "faulty", (op) => (op.name === name ? { ...op, formula: formula! } : op));

test("an engine agrees with itself, over all nodes and all steps", () => {
  expect(compareEngines(graph, { ...options, b: reference(), steps: 3 })).toEqual({
    engines: ["reference", "reference"],
    isSame: true,
    bound: 0,
    steps: 3,
    nodes: 4,
    updated: 1,
    // Six of u, six of h, three of the sum, three of the update, three of W: at each of three steps.
    numbers: 63,
    largest: [],
  });
});

test("the first node that differs is named, with its element, both values and how far they are apart", () => {
  // The last bit of one number in six: where x W is 6.
  const b = faulty("tanh", (m, { x }) => m.select(m.less(5, x!), 1 - 2 ** -22, m.tanh(x!)));
  const { first, largest, isSame, steps } = compareEngines(graph, { ...options, b, steps: 3 });
  expect(first).toEqual({
    id: "h",
    op: "tanh",
    dtype: "float32",
    shape: [2, 3],
    step: 1,
    element: [0, 2],
    a: Math.fround(Math.tanh(6)),
    b: 1 - 2 ** -22,
    ulps: expect.any(Number),
  });
  // tanh 6 = 1 - 1.2288e-5: 206 halves of 2^-23 below 1, and 4 of them are kept.
  expect(first!.ulps).toBe(206 - 4);
  expect(largest.map(({ id, op }) => `${op} ${id}`)).toEqual([
    "tanh h",
    "sum total",
    "cube update/W",
    "state W",
  ]);
  expect([isSame, steps]).toEqual([false, 1]);
});

test("within a bound nothing is named, but how far each value was off is told", () => {
  const b = faulty("tanh", (m, { x }) => m.multiply(m.tanh(x!), 1 + 2 ** -23));
  const told = compareEngines(graph, { ...options, b, bound: 1e6 });
  expect([told.isSame, told.first]).toEqual([true, undefined]);
  expect(told.largest[0]).toMatchObject({ id: "h", ulps: expect.toSatisfy((n: number) => n >= 1 && n <= 2) });
});

test("-0 is not 0, and NaN is NaN", () => {
  const signs = faulty("multiply", (m, { a, b }) => m.negate(m.negate(m.multiply(a!, b!))));
  const zeros = { x: tensor([[-1, 0, NaN]], "float32") };
  const at = { ...options, feeds: zeros, dims: { N: 1 } };
  expect(compareEngines(graph, { ...at, b: signs }).isSame).toBe(true);
  const positive = faulty("multiply", (m, { a, b }) => m.add(m.multiply(a!, b!), 0));
  expect(compareEngines(graph, { ...at, b: positive }).first).toMatchObject({
    id: "u",
    element: [0, 1],
    a: -0,
    b: 0,
    ulps: 1,
  });
});

test("with ends only, nodes between are neither kept nor compared", () => {
  const b = faulty("tanh", (m, { x }) => m.multiply(m.tanh(x!), 2));
  const { first, nodes } = compareEngines(graph, { ...options, b, keep: "ends" });
  expect([nodes, first?.id]).toEqual([2, "total"]);
});

test("feeds may differ from step to step, and a later step is named where it is the first to differ", () => {
  const b = faulty("multiply", (m, { a, b: w }) => m.multiply(m.maximum(a!, -1), w!));
  const feeds = (step: number): Feeds => ({
    x: tensor([[-step, 1, 1]], "float32"),
  });
  const { first } = compareEngines(graph, { ...options, b, feeds, dims: { N: 1 }, steps: 3 });
  expect([first?.step, first?.id]).toEqual([2, "u"]);
});

test("batches of other sizes have plans of their own, over one state", () => {
  const feeds = (step: number): Feeds => ({
    x: tensor(
      Array.from({ length: step }, () => [1, 2, 3]),
      "float32",
    ),
  });
  const { dims: _, ...open } = options;
  const { isSame, numbers } = compareEngines(graph, { ...open, b: reference(), feeds, steps: 2 });
  expect([isSame, numbers]).toEqual([true, 6 + 9 + 12 + 9]);
});

test("what both refuse is the same; what one refuses alone is not", () => {
  const refuse = (name: string, code: string): Engine => ({
    name,
    compile: () => {
      throw new Refusal({ code, got: "this", need: "that" });
    },
  });
  const both = { ...options, a: refuse("a", "too-large"), b: refuse("b", "too-large") };
  expect(compareEngines(graph, both)).toMatchObject({
    isSame: true,
    steps: 0,
    refusal: { code: "too-large" },
  });
  const alone = compareEngines(graph, { ...options, b: refuse("b", "too-large") });
  expect(alone).toMatchObject({ isSame: false, refusedAlone: { engine: "b" } });
});

test("the state that is given stays as it was", () => {
  const state = createState(graph, registry);
  const { version } = state;
  compareEngines(graph, { ...options, b: reference(), state, steps: 2 });
  expect(state.version).toBe(version);
});
