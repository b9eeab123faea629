import {
  build,
  compile,
  createState,
  differentiate,
  type ModelSpec,
  type Nested,
  reference,
  tensor,
  toNested,
} from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { dataset, jobOf, lineModel, quadratic } from "./testing/jobs.js";
import { registry } from "./testing/registry.js";
import { prepareTraining, type TrainJob } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";

/** The parameters at the end of a run, by id. */
function trained(job: TrainJob): Readonly<Record<string, Nested>> {
  const training = prepareTraining(job);
  for (const event of trainingEvents(training)) void event;
  return Object.fromEntries(training.state.ids().map((id) => [id, toNested(training.state.read(id))]));
}

/** Values and gradients of a model's loss at given parameters. */
function at(
  model: ModelSpec,
  params: Readonly<Record<string, Nested>>,
  feeds: Readonly<Record<string, Nested>>,
  rows: number,
) {
  const graph = differentiate(build({ dtype: "float64", model }, { registry }), { of: "loss", registry });
  const state = createState(graph, registry);
  for (const [id, value] of Object.entries(params)) state.write(id, tensor(value).data);
  const plan = compile(graph, { registry, engine: reference(), state, dims: { N: rows } });
  plan.feed(Object.fromEntries(Object.entries(feeds).map(([id, value]) => [id, tensor(value)])));
  plan.forward();
  plan.backward();
  return (name: string): number => plan.scalar(name);
}

test.each([0.1, 0.25, 0.6])("O2: with rate %d a step goes to where the parabola over it is least", (lr) => {
  // The loss is 2 w², at 1 its value 2 and its slope 4.
  const parabola = (w: number): number => 2 + 4 * (w - 1) + (w - 1) ** 2 / (2 * lr);
  let [low, high] = [-10, 10];
  for (let i = 0; i < 200; i++) {
    const third = (high - low) / 3;
    if (parabola(low + third) < parabola(high - third)) high -= third;
    else low += third;
  }
  const { w } = trained(quadratic({ optimiser: { type: "sgd", lr }, stop: [{ steps: 1 }] }));
  expect(w).toBeCloseTo((low + high) / 2, 6);
});

/** Every choice of so many of the first n numbers. */
function subsets(n: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: n - from }, (_, i) => from + i).flatMap((first) =>
    subsets(n, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

/** dl/dw of the line at w = b = 0, over some rows. */
function slopes(
  x: readonly number[],
  y: readonly number[],
  batches: readonly (readonly number[])[],
): number[] {
  const size = batches[0]!.length;
  const graph = differentiate(build({ dtype: "float64", model: lineModel }, { registry }), {
    of: "loss",
    registry,
  });
  const plan = compile(graph, {
    registry,
    engine: reference(),
    state: createState(graph, registry),
    dims: { N: size },
  });
  return batches.map((rows) => {
    plan.feed({ x: tensor(rows.map((i) => x[i]!)), y: tensor(rows.map((i) => y[i]!)) });
    plan.forward();
    plan.backward();
    return plan.scalar("grad/loss/w");
  });
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, g) => sum + g, 0) / numbers.length;

describe("mini-batches drawn without replacement", () => {
  const x = Array.from({ length: 20 }, (_, i) => Math.sin(3 * i + 1) * 2);
  const y = Array.from({ length: 20 }, (_, i) => Math.cos(5 * i) - 0.3 * i);

  test.each([1, 2, 3])("O5: the mean over all batches of %d of six rows is the full gradient", (size) => {
    const [full] = slopes(x, y, [[0, 1, 2, 3, 4, 5]]);
    expect(Math.abs(mean(slopes(x, y, subsets(6, size))) / full! - 1)).toBeLessThan(2 ** -50);
  });

  test.each([1, 2, 4])("O5: batches of %d of twenty rows vary by s²/S (N - S)/(N - 1)", (size) => {
    const variance = (numbers: readonly number[]): number =>
      mean(numbers.map((g) => (g - mean(numbers)) ** 2));
    const single = x.map((_, i) => -2 * y[i]! * x[i]!);
    const expected = (variance(single) / size) * ((20 - size) / 19);
    expect(variance(slopes(x, y, subsets(20, size))) / expected).toBeCloseTo(1, 11);
  });
});

test("O8: on a saddle all rows together stay on the ridge, single rows leave it", () => {
  // l = u² - v² + c v: the rows' c are ±1, so that their mean is nothing.
  const model: ModelSpec = {
    inputs: { c: { shape: ["N"] } },
    params: { u: { shape: [], value: 1 }, v: { shape: [], value: 0 } },
    nodes: {
      up: { op: "square", in: ["u"] },
      down: { op: "square", in: ["v"] },
      saddle: { op: "subtract", in: ["up", "down"] },
      pushes: { op: "multiply", in: ["c", "v"] },
      push: { op: "mean", in: ["pushes"] },
      l: { op: "add", in: ["saddle", "push"] },
    },
    outputs: { loss: "l" },
  };
  const data = { train: dataset({ c: [1, -1, 1, -1, 1, -1] }) };
  const run = (size: "full" | "single", steps: number): Readonly<Record<string, Nested>> =>
    trained(
      jobOf({ model, seed: 5 }, data, {
        batch: { size },
        optimiser: { type: "sgd", lr: 0.05 },
        stop: [{ steps }],
      }),
    );
  expect(run("full", 200)["v"]).toBe(0);
  expect(run("full", 200)["u"]).toBeCloseTo(0.9 ** 200, 12);
  expect(Math.abs(run("single", 100)["v"] as number)).toBeGreaterThan(1);
});

test("O11: the squared error of a line is convex: its second derivatives are (2/n) XᵀX, nowhere below 0", () => {
  const x = [-2, -1, 0, 1, 2, 3];
  const both = differentiate(build({ dtype: "float64", model: lineModel }, { registry }), {
    of: "loss",
    registry,
  });
  const secondOf = (of: string, wrt: readonly string[]): number[] => {
    const graph = differentiate(both, { of, wrt, registry });
    const plan = compile(graph, {
      registry,
      engine: reference(),
      state: createState(graph, registry),
      dims: { N: 6 },
    });
    plan.feed({ x: tensor(x), y: tensor([-2.9, -1.1, 1.2, 2.9, 5.1, 6.8]) });
    plan.forward();
    plan.backward();
    return wrt.map((id) => plan.scalar(`grad/${of}/${id}`));
  };
  const [ww, wb] = secondOf("grad/loss/w", ["w", "b"]);
  const [bb] = secondOf("grad/loss/b", ["b"]);
  expect(ww).toBeCloseTo((2 / 6) * x.reduce((sum, a) => sum + a * a, 0), 12);
  expect(wb).toBeCloseTo((2 / 6) * x.reduce((sum, a) => sum + a, 0), 12);
  expect(bb).toBeCloseTo(2, 14);
  // Both eigenvalues: (trace ± √(trace² - 4 determinant)) / 2.
  const [trace, determinant] = [ww! + bb!, ww! * bb! - wb! ** 2];
  expect((trace - Math.sqrt(trace ** 2 - 4 * determinant)) / 2).toBeGreaterThan(0);
});

test("O11: the loss of a network is not: two that solve XOR have one that does not midway", () => {
  const model: ModelSpec = {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N", 1] } },
    params: { W: { shape: [2, 2], value: [[1, 1], [1, 1]] }, b: { shape: [2], value: [0, -1] }, v: { shape: [2, 1], value: [[1], [-2]] } }, // prettier-ignore
    nodes: {
      z: { op: "affine", in: ["x", "W", "b"] },
      h: { op: "relu", in: ["z"] },
      f: { op: "matmul", in: ["h", "v"] },
      l: { op: "squaredError", in: ["f", "y"], scale: 1, reduction: "mean" },
    },
    outputs: { loss: "l" },
  };
  const corners = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] }; // prettier-ignore
  const loss = (b: Nested, v: Nested): number => at(model, { b, v }, corners, 4)("loss");
  expect(loss([0, -1], [[1], [-2]])).toBe(0);
  expect(loss([-1, 0], [[-2], [1]])).toBe(0);
  expect(loss([-0.5, -0.5], [[-0.5], [-0.5]])).toBe(1.6875);
});
