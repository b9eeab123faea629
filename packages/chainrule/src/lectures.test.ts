import {
  createState,
  differentiate,
  graphFromJson,
  graphToJson,
  type ModelSpec,
  type Nested,
  tensor,
  toNested,
} from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.js";
import { openSpec } from "./project.js";
import { prepareTraining, trainingEvents } from "@chainrule/optim";

/** A float64 project of a model, and what else its spec says. */
const open = (model: ModelSpec, rest: object = {}) =>
  openSpec(JSON.stringify({ chainrule: 1, dtype: "float64", ...rest, model }));

/** Every value and gradient of a model for one set of feeds, its parameters as they begin. */
function numbersOf(
  model: ModelSpec,
  feeds: Readonly<Record<string, Nested>>,
  of?: string,
  wrt?: readonly string[],
) {
  const { evalGraph, registry, ...project } = open(model, { seed: 1 });
  const state = createState(evalGraph, registry);
  const tensors = Object.fromEntries(Object.entries(feeds).map(([id, value]) => [id, tensor(value)]));
  const { values } = evaluate(evalGraph, {
    registry,
    engine: project.viewEngine,
    state,
    feeds: tensors,
    of,
    wrt,
  });
  return (id: string): Nested => toNested(values.get(id)!);
}

/** Numbers of nested lists, in order. */
const flat = (nested: Nested): number[] => (typeof nested === "number" ? [nested] : nested.flatMap(flat));

const corners = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore

test("M15: one unit solves XOR where it is also given the product of its inputs", () => {
  const model: ModelSpec = {
    inputs: { x1: { shape: ["N", 1] }, x2: { shape: ["N", 1] }, y: { shape: ["N", 1] } },
    nodes: {
      both: { op: "multiply", in: ["x1", "x2"] },
      apart: { op: "concat", in: ["x1", "x2"], axis: 1 },
      features: { op: "concat", in: ["apart", "both"], axis: 1 },
      z: { block: "dense", in: ["features"], units: 1 },
      loss: { op: "binaryCrossEntropyWithLogits", in: ["z", "y"], reduction: "mean" },
      p: { op: "sigmoid", in: ["z"] },
      accuracy: { op: "binaryAccuracy", in: ["p", "y"] },
    },
    outputs: { prediction: "z", loss: "loss", accuracy: "accuracy" },
  };
  const examples = { x1: [[0], [0], [1], [1]], x2: [[0], [1], [0], [1]], y: [[0], [1], [1], [0]] };
  const train = {
    minimise: "loss",
    batch: { size: "full" },
    optimiser: { type: "sgd", lr: 2 },
    stop: [{ steps: 2000 }],
  };
  const { job } = open(model, { data: { examples }, train });
  const events = [...trainingEvents(prepareTraining(job))];
  const last = events.findLast((event) => event?.type === "metrics");
  expect(last).toMatchObject({ values: { accuracy: 1 } });
});

describe("the chain rule on three layers", () => {
  const layer = (name: string, from: string): ModelSpec["nodes"] => ({
    [`z${name}`]: { op: "matmul", in: [from, `W${name}`] },
    [`h${name}`]: { op: "sigmoid", in: [`z${name}`] },
  });
  const W = { W1: [[0.5, -0.3], [0.2, 0.4]], W2: [[0.7, -0.6], [0.1, 0.9]], W3: [[-0.4], [0.8]] }; // prettier-ignore
  const model: ModelSpec = {
    inputs: { x: { shape: ["N", 2] } },
    params: Object.fromEntries(
      Object.entries(W).map(([id, value]) => [id, { shape: [value.length, value[0]!.length], value }]),
    ),
    nodes: { ...layer("1", "x"), ...layer("2", "h1"), ...layer("3", "h2"), J: { op: "sum", in: ["h3"] } },
    outputs: { J: "J" },
  };

  test("B6: each δ is the next one through the weights, times the slope of the activation", () => {
    const value = numbersOf(model, { x: [[1, -2]] }, "J", ["z1", "z2", "z3"]);
    const row = (id: string): number[] => flat(value(id));
    const slope = (id: string): number[] => row(id).map((h) => h * (1 - h));
    const through = (delta: readonly number[], weights: readonly (readonly number[])[]): number[] =>
      weights.map((line) => line.reduce((sum, w, j) => sum + w * delta[j]!, 0));
    const delta3 = slope("h3");
    const delta2 = through(delta3, W.W3).map((d, i) => d * slope("h2")[i]!);
    const delta1 = through(delta2, W.W2).map((d, i) => d * slope("h1")[i]!);
    for (const [id, delta] of Object.entries({ z3: delta3, z2: delta2, z1: delta1 }))
      row(`grad/J/${id}`).forEach((d, i) => expect(d).toBeCloseTo(delta[i]!, 14));
  });

  test("C9: forward goes from the first layer to the last, backward from the last to the first", () => {
    const { graph, registry } = open(model);
    const { nodes } = differentiate(graph, { of: "J", wrt: ["z1", "z2", "z3"], registry });
    const places = ["z1", "z2", "z3", "grad/J/z3", "grad/J/z2", "grad/J/z1"].map((id) =>
      nodes.findIndex((node) => node.id === id),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(0);
  });

  test("B3: without a value that the forward pass has made, the backward pass is refused by its name", () => {
    const { graph, registry } = open(model);
    const both = differentiate(graph, { of: "J", wrt: ["z1"], registry });
    const { nodes, ...rest } = JSON.parse(graphToJson(both)) as { nodes: readonly { id: string }[] };
    const without = JSON.stringify({ ...rest, nodes: nodes.filter(({ id }) => id !== "h2") });
    expect(() => graphFromJson(without, registry)).toThrow(/h2/);
  });
});

test("C5: a ReLU that is silent for every row learns nothing for ever; a leaky one comes back", () => {
  const after = (activation: object): { before: number; w: Nested; b: Nested } => {
    const model: ModelSpec = {
      inputs: { x: { shape: ["N", 1] }, y: { shape: ["N", 1] } },
      params: { w: { shape: [1, 1], value: [[1]] }, b: { shape: [1], value: [-100] } },
      nodes: {
        z: { op: "affine", in: ["x", "w", "b"] },
        f: { in: ["z"], ...(activation as { op: string }) },
        loss: { op: "squaredError", in: ["f", "y"], scale: 1, reduction: "mean" },
      },
      outputs: { loss: "loss" },
    };
    const examples = { x: [[-1], [0], [1]], y: [[1], [2], [3]] };
    const optimiser = { type: "sgd", lr: 0.1 };
    const train = { minimise: "loss", batch: { size: "full" }, optimiser, stop: [{ steps: 5000 }] };
    const training = prepareTraining(open(model, { data: { examples }, train }).job);
    const before = flat(toNested(training.state.read("b")))[0]!;
    for (const event of trainingEvents(training)) void event;
    return { before, w: toNested(training.state.read("w")), b: toNested(training.state.read("b")) };
  };
  expect(after({ op: "relu" })).toEqual({ before: -100, w: [[1]], b: [-100] });
  const leaky = after({ op: "leakyRelu", alpha: 0.1, form: "multiply" });
  expect(flat(leaky.b)[0]).toBeCloseTo(2, 3);
  expect(flat(leaky.w)[0]).toBeCloseTo(1, 3);
});

test("C6: at a symmetric start about half of a ReLU layer is silent", () => {
  const model: ModelSpec = {
    inputs: { x: { shape: ["N", 50] } },
    params: { W: { shape: [50, 400], init: { type: "he", distribution: "normal" } } },
    nodes: { z: { op: "matmul", in: ["x", "W"] }, h: { op: "relu", in: ["z"] } },
    outputs: { h: "h" },
  };
  const x = Array.from({ length: 40 }, (_, n) =>
    Array.from({ length: 50 }, (_, i) => Math.sin(n * 50 + i * i + 1)),
  );
  const h = flat(numbersOf(model, { x })("h"));
  const silent = h.filter((value) => value === 0).length / h.length;
  expect(Math.abs(silent - 0.5)).toBeLessThan(0.02);
});

/** What a unit with a threshold makes of points, for every weight and bias of a grid: each labelling once. */
function labellings(points: readonly (readonly number[])[]): Set<string> {
  const steps = Array.from({ length: 9 }, (_, i) => i / 2 - 2);
  const units = steps.flatMap((a) => steps.flatMap((b) => steps.map((c) => [a, b, c + 0.25])));
  const model: ModelSpec = {
    inputs: { x: { shape: ["N", 2] } },
    constants: {
      W: { value: [0, 1].map((axis) => units.map((unit) => unit[axis]!)) },
      b: { value: units.map(([, , bias]) => bias!) },
    },
    nodes: { z: { op: "affine", in: ["x", "W", "b"] }, f: { op: "step", in: ["z"] } },
    outputs: { f: "f" },
  };
  const made = numbersOf(model, { x: points.map((point) => [...point]) })("f") as number[][];
  return new Set(units.map((_, unit) => made.map((row) => row[unit]).join("")));
}

test("C8: one unit tells three points apart in all 8 ways, and the corners of XOR in 14 of 16", () => {
  expect(labellings([[0, 0], [1, 0], [0, 1]]).size).toBe(8); // prettier-ignore
  const found = labellings(corners);
  expect(found.size).toBe(14);
  expect([found.has("0110"), found.has("1001")]).toEqual([false, false]);
});

test.each([1, 2, 3, 4, 5, 6])("C8: %d layers of two ReLUs each make 2^layers straight pieces", (layers) => {
  const nodes: Record<string, ModelSpec["nodes"][string]> = {};
  for (let layer = 1; layer <= layers; layer++) {
    nodes[`z${layer}`] = { op: "affine", in: [layer === 1 ? "x" : `f${layer - 1}`, "ones", "shift"] };
    nodes[`h${layer}`] = { op: "relu", in: [`z${layer}`] };
    nodes[`f${layer}`] = { op: "matmul", in: [`h${layer}`, "v"] };
  }
  const model: ModelSpec = {
    inputs: { x: { shape: ["N", 1] } },
    constants: { ones: { value: [[1, 1]] }, shift: { value: [0, -0.5] }, v: { value: [[2], [-4]] } },
    nodes: { ...nodes, total: { op: "sum", in: [`f${layers}`] } },
    outputs: { total: "total" },
  };
  // The middles of 128 equal parts of [0, 1]; no piece ends between two parts.
  const x = Array.from({ length: 128 }, (_, i) => [(i + 0.5) / 128]);
  const slopes = flat(numbersOf(model, { x }, "total", ["x"])("grad/total/x"));
  expect(slopes.every((slope) => Math.abs(slope) === 2 ** layers)).toBe(true);
  expect(slopes.filter((slope, i) => i === 0 || slope !== slopes[i - 1]).length).toBe(2 ** layers);
});
