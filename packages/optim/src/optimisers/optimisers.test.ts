import { expect, test } from "vitest";
import type { OptimiserSpec } from "../readOptimiser.js";
import { prepareTraining, type TrainJob } from "../training.js";
import { trainingEvents } from "../trainingEvents.js";
import { jobOf, quadratic } from "../testing/jobs.js";

/** The value of `w` after training. */
function trained(job: TrainJob): number[] {
  const training = prepareTraining(job);
  for (const _ of trainingEvents(training));
  return Array.from(training.state.read("w").data);
}

/** loss = Σ g·w: the gradient is g at every step. */
function slope(
  g: readonly number[],
  optimiser: OptimiserSpec,
  steps: number,
  dtype: "float32" | "float64",
): number[] {
  const model = {
    inputs: {},
    params: { w: { shape: [g.length], value: g.map(() => 0) } },
    constants: { g: { value: [...g] } },
    nodes: { weighted: { op: "multiply", in: ["g", "w"] }, l: { op: "sum", in: ["weighted"] } },
    outputs: { loss: "l" },
  };
  const data = { train: { rows: 1, columns: {} } };
  return trained(jobOf({ name: "slope", dtype, model }, data, { optimiser, stop: [{ steps }] }));
}

test.each([
  [0.25, 0],
  [0.49, 0.96 ** 50],
  [0.5, 1],
  [0.51, 1.04 ** 50],
])("O1: on curvature 4, 50 steps of gradient descent from 1 with rate %d end at %d", (lr, end) => {
  const [w] = trained(quadratic({ optimiser: { type: "sgd", lr }, stop: [{ steps: 50 }] }));
  expect(Math.abs(w!)).toBeCloseTo(end, 10);
});

test("momentum is v = 0.5 v + g, w = w - lr v", () => {
  const [w] = trained(
    quadratic({ optimiser: { type: "momentum", lr: 0.1, decay: 0.5 }, stop: [{ steps: 3 }] }),
  );
  // v: 4, 0.5·4 + 4·0.6 = 4.4, 0.5·4.4 + 4·0.16 = 2.84; w: 0.6, 0.16, -0.124
  expect(w).toBeCloseTo(-0.124, 14);
});

test("O7: momentum without decay is gradient descent, to the bit", () => {
  const stop = [{ steps: 7 }];
  expect(trained(quadratic({ optimiser: { type: "momentum", lr: 0.3, decay: 0 }, stop }))).toEqual(
    trained(quadratic({ optimiser: { type: "sgd", lr: 0.3 }, stop })),
  );
});

test.each(["float32", "float64"] as const)(
  "O7: Adam's first step in %s is lr times the gradient's sign",
  (dtype) => {
    const step = slope([1e-4, 1, 300, -300, 0], { type: "adam", lr: 0.01 }, 1, dtype).map((w) => -w);
    const expected = [0.00999900009999, 0.0099999999, 0.01, -0.01, 0];
    step.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, dtype === "float32" ? 8 : 11));
  },
);

test("O7: Adam agrees with the paper's algorithm written as a loop", () => {
  const [beta1, beta2, epsilon, lr] = [0.8, 0.95, 1e-3, 0.05];
  const optimiser = { type: "adam", lr, beta1, beta2, epsilon };
  let [w, m, v] = [1, 0, 0];
  for (let t = 1; t <= 25; t++) {
    const g = 4 * w;
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    w -= (lr * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
  }
  expect(trained(quadratic({ optimiser, stop: [{ steps: 25 }] }))[0]).toBeCloseTo(w, 12);
});

test("Adam with beta1 = 0 keeps no mean of gradients", () => {
  const [w] = slope([2], { type: "adam", lr: 0.5, beta1: 0 }, 3, "float64");
  expect(w).toBeCloseTo((-1.5 * 2) / (2 + 1e-8), 12);
});

test("links of a chain act one after another, each with its own memory", () => {
  const chain = [
    { type: "momentum", decay: 0.5 },
    { type: "momentum", decay: 0.5 },
  ];
  // inner v: 1, 1.5, 1.75; outer: 1, 2, 2.75
  expect(slope([1], { chain, lr: 0.1 }, 3, "float64")[0]).toBeCloseTo(-0.575, 14);
});

/** loss = t⁴ − 2t² + 0.3t, which has two minima. */
function wave(start: number, lr: number, steps: number): number {
  const model = {
    inputs: {},
    params: { w: { shape: [], value: start } },
    nodes: {
      w2: { op: "square", in: ["w"] },
      w4: { op: "square", in: ["w2"] },
      valley: { op: "multiply", in: [2, "w2"] },
      tilt: { op: "multiply", in: [0.3, "w"] },
      wells: { op: "subtract", in: ["w4", "valley"] },
      l: { op: "add", in: ["wells", "tilt"] },
    },
    outputs: { loss: "l" },
  };
  const data = { train: { rows: 1, columns: {} } };
  return trained(jobOf({ model }, data, { optimiser: { type: "sgd", lr }, stop: [{ steps }] }))[0]!;
}

test("O10: the first value and the step decide which minimum is found, if any", () => {
  expect(wave(1.5, 0.05, 500)).toBeCloseTo(0.96015, 5);
  expect(wave(-1.5, 0.05, 500)).toBeCloseTo(-1.03558, 5);
  expect([1, 2, 3, 4].map((steps) => wave(1.5, 0.4, steps))).toEqual([
    expect.closeTo(-1.62, 2),
    expect.closeTo(2.47, 2),
    expect.closeTo(-17.8, 1),
    expect.closeTo(9009, -1),
  ]);
});
