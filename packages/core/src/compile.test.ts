import { expect, test } from "vitest";
import { compile } from "./compile.js";
import { differentiate } from "./differentiate.js";
import type { Graph } from "./graph.js";
import { createState } from "./initialState.js";
import { defaultLimits } from "./limits.js";
import { reference } from "./reference/engine.js";
import { select } from "./select.js";
import { State } from "./state.js";
import { problemsOf } from "./testing/refusals.js";
import { graphOf, planOf } from "./testing/run.js";
import { testRegistry as registry } from "./testing/testOps.js";
import { tensor, tensorOf, toNested } from "./tensor.js";

/** l = Σ (w · tanh x)², one step of descent on w, and a buffer that counts. */
const step = ((): Graph => {
  const forward = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", ["N", 2], "float64");
      const w = builder.source("parameter", "w", [2], "float64", { value: [0.5, -1] });
      builder.source("buffer", "count", [], "float64", { value: 0 });
      builder.name(call("tanh", [x]), "h");
      builder.name(call("sumSquares", [call("multiply", [w, builder.get("h")])]), "l");
    },
    ["l", "h"],
  );
  return withUpdates(differentiate(forward, { of: "l", registry }));
})();

function withUpdates(graph: Graph): Graph {
  const made = graphOf((call, builder) => {
    for (const node of graph.nodes) builder.adopt(node);
    const change = call("multiply", [builder.get("grad/l/w"), -0.1]);
    builder.name(call("add", [builder.get("w"), change]), "update/w");
    builder.name(call("add", [builder.get("count"), 1]), "update/count");
  }, []);
  return { ...made, outputs: graph.outputs, updates: { w: "update/w", count: "update/count" } };
}

const rows = tensor([
  [1, -2],
  [0.5, 3],
  [-0.25, 0],
]);

test("the three phases one at a time are the step, bit for bit", () => {
  const [whole, parts] = [1, 2].map(() => {
    const state = createState(step, registry);
    return { state, plan: planOf(step, { state, dims: { N: 3 } }) };
  }) as [
    { state: State; plan: ReturnType<typeof planOf> },
    { state: State; plan: ReturnType<typeof planOf> },
  ];
  for (let i = 0; i < 5; i++) {
    whole.plan.step({ x: rows });
    parts.plan.feed({ x: rows });
    parts.plan.forward();
    parts.plan.backward();
    parts.plan.update();
    expect(parts.plan.read("l").data).toEqual(whole.plan.read("l").data);
    expect(parts.state.read("w").data).toEqual(whole.state.read("w").data);
  }
  expect(toNested(whole.state.read("count"))).toBe(5);
});

test("a step is what plain loops compute", () => {
  const state = createState(step, registry);
  planOf(step, { state, dims: { N: 3 } }).step({ x: rows });
  const w = [0.5, -1];
  const slope = [0, 0];
  for (const row of toNested(rows) as number[][])
    row.forEach((x, i) => (slope[i]! += 2 * w[i]! * Math.tanh(x) ** 2));
  const updated = toNested(state.read("w")) as number[];
  w.forEach((old, i) => expect(updated[i]).toBeCloseTo(old - 0.1 * slope[i]!, 14));
});

test("updates are stored all at once: each sees the values of before", () => {
  const swap = graphOf((call, builder) => {
    const a = builder.source("parameter", "a", [], "float64", { value: 1 });
    const b = builder.source("parameter", "b", [], "float64", { value: 2 });
    builder.name(call("identity", [b]), "update/a");
    builder.name(call("identity", [a]), "update/b");
  }, []);
  const state = createState(swap, registry);
  planOf({ ...swap, updates: { a: "update/a", b: "update/b" } }, { state }).step();
  expect([state.read("a"), state.read("b")].map(toNested)).toEqual([2, 1]);
});

test("plans over one state see each other's updates", () => {
  const state = createState(step, registry);
  const training = planOf(step, { state, dims: { N: 3 } });
  const watching = planOf(step, { state, dims: { N: 1 }, outputs: ["l"] });
  const one = tensor([[1, 1]]);
  const lossNow = (): number => {
    watching.step({ x: one });
    return watching.scalar("l");
  };
  const before = lossNow();
  training.step({ x: rows });
  const [w0, w1] = toNested(state.read("w")) as [number, number];
  const after = lossNow();
  expect(after).not.toBe(before);
  expect(after).toBeCloseTo((w0 * w0 + w1 * w1) * Math.tanh(1) ** 2, 14);
  state.write("w", [0, 0]);
  expect(lossNow()).toBe(0);
});

test("a plan holds what its outputs need and nothing else", () => {
  const h = planOf(step, { dims: { N: 3 }, outputs: ["h"] });
  h.step({ x: rows });
  expect(toNested(h.read("h"))).toEqual((toNested(rows) as number[][]).map((row) => row.map(Math.tanh)));
  expect(problemsOf(() => h.read("l"))).toEqual([
    { code: "unknown-node", got: '"l"', need: "an output or node of this plan", try: "one of x, h" },
  ]);
  expect(select(step, ["h"]).nodes.map(({ id }) => id)).toEqual(["x", "h"]);
  expect(problemsOf(() => planOf(step, { outputs: ["ll"] }))).toMatchObject([
    { code: "unknown-node", got: '"ll"', try: '"l"' },
  ]);
});

test("feeds that do not fit are refused, those of other inputs of the graph are not", () => {
  const graph = graphOf(
    (call, builder) => {
      builder.source("input", "unused", [], "float64");
      const x = builder.source("input", "x", ["N", 2], "float64");
      builder.name(call("scale", [x, builder.source("input", "n", [], "int32")]), "y");
    },
    ["y"],
  );
  const plan = planOf(graph, { dims: { N: 2 } });
  plan.feed({ unused: tensor(1) });
  expect(problemsOf(() => plan.forward())).toEqual([
    { code: "missing-feed", got: "no value for x, n", need: "a value for every input" },
  ]);
  expect(problemsOf(() => plan.feed({ X: rows }))).toMatchObject([
    { code: "unknown-feed", got: '"X"', try: '"x"' },
  ]);
  expect(problemsOf(() => plan.feed({ x: rows }))).toEqual([
    { code: "shape-mismatch", at: "x", got: "[3, 2]", need: "[2, 2]" },
  ]);
  expect(problemsOf(() => plan.feed({ n: tensor(1) }))).toEqual([
    { code: "dtype-mismatch", at: "n", got: "float64", need: "int32" },
  ]);
  plan.step({
    x: tensor([
      [1, 2],
      [3, 4],
    ]),
    n: tensor(3, "int32"),
  });
  expect(toNested(plan.read("y"))).toEqual([
    [3, 6],
    [9, 12],
  ]);
  plan.step({ n: tensor(-1, "int32") });
  expect(toNested(plan.read("y"))).toEqual([
    [-1, -2],
    [-3, -4],
  ]);
});

test("what is read is a copy", () => {
  const plan = planOf(step, { dims: { N: 3 }, outputs: ["h"] });
  plan.step({ x: rows });
  plan.read("h").data.fill(9);
  expect(plan.read("h").data[0]).toBe(Math.tanh(1));
});

test("dims must be given, and be integers", () => {
  expect(problemsOf(() => planOf(step))).toEqual([
    {
      code: "unbound-dim",
      at: "x",
      got: "[N, 2], with no size for N",
      need: "an integer for N",
      try: "dims: { N: 1 }",
    },
  ]);
  for (const N of [-1, 1.5, NaN, Infinity]) {
    expect(problemsOf(() => planOf(step, { dims: { N } }))).toEqual([
      { code: "bad-dim", at: "N", got: String(N), need: "an integer that is at least 0" },
    ]);
  }
});

test("no rows are rows too: sums of nothing are 0", () => {
  const plan = planOf(step, { dims: { N: 0 } });
  plan.step({ x: tensorOf([], [0, 2]) });
  expect(plan.scalar("l")).toBe(0);
  expect(toNested(plan.read("grad/l/w"))).toEqual([0, 0]);
});

test("what is larger than allowed is refused before it is allocated", () => {
  expect(problemsOf(() => planOf(step, { dims: { N: 2 ** 40 } }))).toMatchObject([
    { code: "too-large", at: "x" },
  ]);
  const limits = { ...defaultLimits, planBytes: 1000 };
  expect(problemsOf(() => planOf(step, { dims: { N: 100 }, limits }))).toMatchObject([
    { code: "too-large", need: "at most 1000" },
  ]);
  expect(planOf(step, { dims: { N: 3 }, limits })).toBeDefined();
});

test("buffers that wait to be fitted keep a plan from being made, until they are", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", ["N", 2], "float64");
      const mean = builder.source("buffer", "mean", [2], "float64", { fit: "mean", of: "x" });
      builder.name(call("subtract", [x, mean]), "centred");
      builder.name(call("tanh", [x]), "h");
    },
    ["centred", "h"],
  );
  const state = createState(graph, registry);
  const options = { registry, engine: reference(), state, dims: { N: 1 } };
  expect(problemsOf(() => compile(graph, options))).toEqual([
    {
      code: "unset-buffer",
      at: "mean",
      got: "a buffer that is fitted to data and has no value yet",
      need: "values for it",
      try: "train first, or give the weights of a run",
    },
  ]);
  expect(compile(graph, { ...options, outputs: ["h"] })).toBeDefined();
  state.write("mean", [1, 2]);
  const plan = compile(graph, options);
  plan.step({ x: tensor([[3, 3]]) });
  expect(toNested(plan.read("centred"))).toEqual([[2, 1]]);
});

test("a chain of 100,000 nodes is planned and run", () => {
  const graph = graphOf(
    (call, builder) => {
      let value = builder.source("input", "x", [], "float64");
      for (let i = 0; i < 100_000; i++) value = call("tanh", [value]);
      builder.name(value, "y");
    },
    ["y"],
  );
  const plan = planOf(graph);
  plan.step({ x: tensorOf([0], []) });
  expect(plan.scalar("y")).toBe(0);
});
