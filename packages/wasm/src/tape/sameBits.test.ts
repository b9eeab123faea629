import {
  build,
  Builder,
  type BuildSpec,
  compareEngines,
  compile,
  createState,
  defineOp,
  type Feeds,
  type FloatDType,
  type Graph,
  Registry,
  type Tensor,
  tensor,
  tensorOf,
  toScalars,
} from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin, readOptimiser, trainingStep } from "@chainrule/optim";
import { expect, test } from "vitest";
import { wasm } from "../engine/wasm.js";
import { WasmPlan } from "../engine/plan.js";
import { Coverage } from "../testing/fuzz/coverage.js";
import { classOf, type OpClass } from "../testing/fuzz/opClass.js";
import { feedsAt, randomGraphs } from "../testing/fuzz/randomGraph.js";
import { seeded } from "../testing/seeded.js";

/** A formula may have steps that its result does not need. */
const handsOn = defineOp({
  name: "handsOn",
  doc: { summary: "its input, and an exponential that nobody needs" },
  inputs: ["x"],
  formula: (m, { x }) => {
    m.exp(x);
    return x;
  },
  vjp: { x: null },
  samples: [{ inputs: { x: [2] } }],
});
const registry = new Registry([builtin, optimPlugin, { name: "for this test", version: 1, ops: [handsOn] }]);

const onTape = wasm({ tapeFrom: 1 });
const offTape = wasm({ tapeFrom: Infinity });

/** Holds the tape against loops, and against the interpreter's tape in poisoned memory. */
function expectSameBits(graph: Graph, feeds: Feeds | ((step: number) => Feeds), steps = 3): void {
  const state = createState(graph, registry);
  const interpreted = wasm({ emitter: "interpreter", poison: 64, tapeFrom: 1 });
  for (const b of [offTape, interpreted]) {
    for (const keep of ["all", "ends"] as const) {
      const told = compareEngines(graph, { registry, a: onTape, b, state, feeds, steps, keep });
      expect(told.first).toBeUndefined();
      expect(told.isSame).toBe(true);
    }
  }
}

/** How many of a phase's statements run a tape. */
function tapesIn(graph: Graph, phase: string): number {
  const plan = compile(graph, { registry, engine: onTape, state: createState(graph, registry) }) as WasmPlan;
  return plan.print(phase).match(/^ *tape \d/gm)?.length ?? 0;
}

test("sixty random graphs give the same bits on tape and in loops, but for sums that are made in another order", () => {
  const plain = new Registry([builtin, optimPlugin]);
  // A loop that also makes what it sums goes through axes one by one where what it reads lies apart; the tape has it made
  // before, in one piece. Then only rounding differs, and what stands on such a sum differs with it.
  const sums: ReadonlySet<OpClass> = new Set(["reduction", "rows", "loss", "metric"]);
  let others = 0;
  for (const item of randomGraphs(11, plain, new Coverage(plain))) {
    if (item.number === 60) break;
    for (const keep of ["all", "ends"] as const) {
      const told = compareEngines(item.graph, {
        registry: plain,
        a: onTape,
        b: offTape,
        keep,
        dims: item.dims,
        steps: item.steps,
        state: createState(item.graph, plain),
        feeds: (step) => feedsAt(item, step),
      });
      if (told.first && sums.has(classOf(plain.get("ops", told.first.op)))) {
        others++;
        expect(Math.abs(told.first.a / told.first.b - 1)).toBeLessThan(2 ** -20);
      } else expect(told.first, `graph ${item.number} of seed 11`).toBeUndefined();
    }
  }
  expect(others).toBeLessThan(5);
});

function network(dtype: FloatDType, activation: string): BuildSpec {
  return {
    seed: 1,
    dtype,
    model: {
      inputs: { x: { shape: ["N", 5] }, y: { shape: ["N", 1] } },
      nodes: {
        h: { block: "dense", in: ["x"], units: 7, activation },
        f: { block: "dense", in: ["h"], units: 1 },
        loss: { op: "squaredError", in: ["f", "y"], scale: 1, reduction: "mean" },
      },
      outputs: { loss: "loss" },
    },
  };
}

test.each([
  ["float32", "tanh", "adam"],
  ["float64", "relu", "sgd"],
  ["float32", "sigmoid", "momentum"],
] as const)(
  "a network of %s and %s, number by number, trains by %s to the same bits",
  (dtype, activation, type) => {
    const random = seeded(5);
    const graph = trainingStep(
      toScalars(build(network(dtype, activation), { registry }), { registry, dims: { N: 6 } }),
      { minimise: "loss", optimiser: readOptimiser({ type, lr: 0.1 }, registry), registry },
    );
    expect(tapesIn(graph, "forward")).toBeGreaterThan(0);
    expect(tapesIn(graph, "update")).toBeGreaterThan(0);
    const numbers = new Map<string, Tensor>();
    for (const { id, op } of graph.nodes)
      if (op === "input") numbers.set(id, tensorOf([random.integer(400) / 100 - 2], [], dtype));
    expectSameBits(graph, (step) => ({
      ...Object.fromEntries(numbers),
      ...feedsAt({ graph, feeds: {} }, step),
    }));
  },
);

test("parameters that are updated with one another's old values change places, as on paper", () => {
  const builder = new Builder({ registry, dtype: "float32" });
  const parameter = (id: string, value: number) =>
    builder.source("parameter", id, [], "float32", { value, trainable: true });
  const [p, q] = [parameter("p", 2), parameter("q", 7)];
  const add = registry.get("ops", "add");
  builder.name(builder.call(add, [p, builder.constant(1)]), "update/p+1");
  builder.name(builder.call(add, [q, builder.constant(1)]), "update/q+1");
  builder.name(builder.call(add, [p, q]), "y");
  const graph = builder.finish({ outputs: { y: "y" }, updates: { p: "update/q+1", q: "update/p+1" } });
  expect(tapesIn(graph, "update")).toBe(1);
  for (const engine of [onTape, wasm({ emitter: "interpreter", poison: 64, tapeFrom: 1 })]) {
    const state = createState(graph, registry);
    const plan = compile(graph, { registry, engine, state });
    const seen = [1, 2, 3].map(() => {
      plan.step();
      return [plan.scalar("y"), ...["p", "q"].map((id) => state.read(id).data[0])];
    });
    expect(seen).toEqual([
      [9, 8, 3],
      [11, 4, 9],
      [13, 10, 5],
    ]);
  }
});

test("small tensors run on a tape by their strides: transposed, cut and broadcast", () => {
  const builder = new Builder({ registry, dtype: "float64" });
  const call = (name: string, inputs: Parameters<Builder["call"]>[1], attributes = {}) =>
    builder.call(registry.get("ops", name), inputs, attributes);
  const a = builder.source("input", "a", [2, 3], "float64");
  const b = builder.source("input", "b", [3, 2], "float64");
  const c = builder.source("input", "c", [3], "float64");
  const turned = call("transpose", [b], { axes: [1, 0] });
  builder.name(call("add", [call("multiply", [a, turned]), c]), "y");
  const graph = builder.finish({ outputs: { y: "y" } });
  expect(tapesIn(graph, "forward")).toBe(1);
  const plan = compile(graph, { registry, engine: onTape, state: createState(graph, registry) });
  plan.feed({ a: tensor([[1, 2, 3], [4, 5, 6]], "float64"), b: tensor([[10, 20], [30, 40], [50, 60]], "float64"), c: tensor([1, 2, 3], "float64") }); // prettier-ignore
  plan.forward();
  expect([...plan.read("y").data]).toEqual([11, 62, 153, 81, 202, 363]);
});

test("a result that no step makes is written nevertheless", () => {
  const builder = new Builder({ registry, dtype: "float32" });
  const x = builder.source("input", "x", [2], "float32");
  builder.name(builder.call(handsOn, [builder.call(registry.get("ops", "add"), [x, x])]), "y");
  const graph = builder.finish({ outputs: { y: "y" } });
  const plan = compile(graph, { registry, engine: onTape, state: createState(graph, registry) });
  plan.feed({ x: tensor([3, -0], "float32") });
  plan.forward();
  expect([...plan.read("y").data]).toEqual([6, -0]);
  expectSameBits(graph, { x: tensor([3, -0], "float32") });
});

test("NaN, both zeros, infinities and the smallest numbers come through every instruction alike", () => {
  const numbers = [0, -0, NaN, Infinity, -Infinity, 1, -1, 2 ** -149, -(2 ** -126), 3.4e38, -104, 89, 0.5];
  const builder = new Builder({ registry, dtype: "float32" });
  const unary = [
    "negate",
    "abs",
    "sqrt",
    "exp",
    "log",
    "log1p",
    "tanh",
    "sigmoid",
    "relu",
    "expm1",
    "round",
    "floor",
    "ceil",
    "erf",
    "normalCdf",
    "sin",
    "cos",
    "reciprocal",
  ];
  const binary = ["add", "subtract", "multiply", "divide", "minimum", "maximum", "power"];
  const inputs = numbers.map((_, i) => builder.source("input", `x${i}`, [], "float32"));
  const outputs: Record<string, string> = {};
  const made = (name: string, operands: Parameters<Builder["call"]>[1]): void => {
    const id = `y${Object.keys(outputs).length}`;
    outputs[id] = builder.name(builder.call(registry.get("ops", name), operands), id).id!;
  };
  for (const x of inputs) {
    for (const name of unary) made(name, [x]);
    for (const name of binary) for (const other of inputs) made(name, [x, other]);
  }
  const graph = builder.finish({ outputs });
  expect(tapesIn(graph, "forward")).toBe(1);
  const feeds = Object.fromEntries(numbers.map((x, i) => [`x${i}`, tensor(x, "float32")]));
  expectSameBits(graph, feeds, 1);
});

test("thousands of numbers as inputs, and of parameters that are updated, are no trouble", () => {
  const builder = new Builder({ registry, dtype: "float64" });
  const [add, multiply] = ["add", "multiply"].map((name) => registry.get("ops", name));
  const count = 10_000;
  const updates: Record<string, string> = {};
  let sum = builder.source("input", "start", [], "float64");
  for (let i = 0; i < count; i++) {
    const x = builder.source("input", `x${i}`, [], "float64");
    const p = builder.source("parameter", `p${i}`, [], "float64", { value: i, trainable: true });
    updates[`p${i}`] = builder.name(builder.call(add!, [p, x]), `next${i}`).id!;
    sum = builder.call(add!, [sum, builder.call(multiply!, [x, p])]);
  }
  builder.name(sum, "y");
  const graph = builder.finish({ outputs: { y: "y" }, updates });
  const state = createState(graph, registry);
  const plan = compile(graph, { registry, engine: wasm(), state });
  const one = tensor(1, "float64");
  const feeds: Record<string, Tensor> = { start: tensor(0, "float64") };
  for (let i = 0; i < count; i++) feeds[`x${i}`] = one;
  plan.step(feeds);
  expect(plan.scalar("y")).toBe((count * (count - 1)) / 2);
  plan.step();
  expect(plan.scalar("y")).toBe((count * (count + 1)) / 2);
  expect(state.read("p7").data[0]).toBe(9);
});
