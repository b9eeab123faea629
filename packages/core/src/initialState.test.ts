import { expect, test } from "vitest";
import { Builder } from "./builder.js";
import type { Graph } from "./graph.js";
import { createState } from "./initialState.js";
import { fans } from "./initialize.js";
import { defaultLimits } from "./limits.js";
import { draws } from "./random.js";
import { problemsOf } from "./testing/refusals.js";
import { testRegistry as registry } from "./testing/testOps.js";
import { type Nested, toNested } from "./tensor.js";

const drawn = { init: { type: "drawn" } };
const parameters = (ids: readonly string[], seed = 0, attributes: object = drawn): Graph => {
  const builder = new Builder({ registry, dtype: "float64", seed });
  for (const id of ids) builder.source("parameter", id, [2, 2], "float64", attributes as typeof drawn);
  return builder.finish({});
};
const valuesOf = (graph: Graph): Record<string, Nested> => {
  const state = createState(graph, registry);
  return Object.fromEntries(state.ids().map((id) => [id, toNested(state.read(id))]));
};

test("a parameter's draws are keyed by seed and path, element by element", () => {
  const { normal } = draws(3, "init", "enc/W");
  expect(valuesOf(parameters(["enc/W"], 3))).toEqual({
    "enc/W": [
      [normal(0, 0), normal(0, 1)],
      [normal(0, 2), normal(0, 3)],
    ],
  });
});

test("neither the order of parameters nor others beside them change a draw; seed and name do", () => {
  const { a, b } = valuesOf(parameters(["a", "b"]));
  expect(valuesOf(parameters(["b", "a"]))).toEqual({ a, b });
  expect(valuesOf(parameters(["c", "a", "d", "b"]))).toMatchObject({ a, b });
  expect(a).not.toEqual(b);
  expect(valuesOf(parameters(["a"], 1))["a"]).not.toEqual(a);
});

test("a stream of its own survives a rename", () => {
  const named = { ...drawn, stream: "a" };
  expect(valuesOf(parameters(["renamed"], 0, named))["renamed"]).toEqual(valuesOf(parameters(["a"]))["a"]);
});

test("values, slots and buffers start as they say; fitted buffers wait", () => {
  const builder = new Builder({ registry });
  builder.source("parameter", "w", [2], "float32", { value: [0.1, -0] });
  builder.source("slot", "slot/w/m", [2], "float32", { init: 0.5 });
  builder.source("buffer", "b", [], "float32", { value: 3 });
  builder.source("buffer", "mean", [2], "float32", { fit: "mean", of: "x" });
  builder.source("input", "x", [2], "float32");
  builder.constant(1);
  const state = createState(builder.finish({}), registry);
  expect(state.ids()).toEqual(["w", "slot/w/m", "b", "mean"]);
  expect(toNested(state.read("w"))).toEqual([Math.fround(0.1), -0]);
  expect(toNested(state.read("slot/w/m"))).toEqual([0.5, 0.5]);
  expect(toNested(state.read("b"))).toBe(3);
  expect(state.unset()).toEqual(["mean"]);
});

test("what cannot be allocated is refused", () => {
  expect(
    problemsOf(() => createState(parameters(["w"], 0, { init: { type: "drwn" } }), registry)),
  ).toMatchObject([{ code: "unknown-initialiser", got: '"drwn"', try: '"drawn"' }]);
  const elements = { ...defaultLimits, elements: 3 };
  expect(problemsOf(() => createState(parameters(["w"]), registry, elements))).toEqual([
    { code: "too-large", at: "w", got: "[2, 2]", need: "at most 3 elements" },
  ]);
  const planBytes = { ...defaultLimits, planBytes: 50 };
  expect(problemsOf(() => createState(parameters(["v", "w"]), registry, planBytes))).toEqual([
    { code: "too-large", at: "w", got: "[2, 2]", need: "at most 50 bytes of parameters, buffers and slots" },
  ]);
  const builder = new Builder({ registry });
  builder.source("parameter", "w", ["N"], "float32", drawn);
  expect(problemsOf(() => createState(builder.finish({}), registry))).toEqual([
    { code: "unbound-dim", at: "w", got: "[N]", need: "integers in the shape of a parameter" },
  ]);
});

test.each([
  [[], 1, 1],
  [[3], 3, 1],
  [[3, 5], 3, 5],
  [[2, 3, 5], 6, 5],
  [[0, 4], 0, 4],
  [[8, 3, 5, 2], 30, 80],
])("weights of shape %j have %i inputs and %i outputs", (shape, fanIn, fanOut) => {
  expect(fans(shape)).toEqual({ fanIn, fanOut });
});
