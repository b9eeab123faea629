import { type ParameterSpec, toNested } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { prepareTraining, type Training } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";
import { dataset, jobOf } from "./testing/jobs.js";

/** Exclusive or, which takes several hidden units that differ; a row stands twice, or from zero nothing would move. */
const data = {
  train: dataset({
    x: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [1, 1],
    ],
    y: [[0], [1], [1], [0], [0]],
  }),
};

/** Three sigmoid units under one logit, whose first weights are drawn so. */
function network(init: NonNullable<ParameterSpec["init"]>): Training {
  const model = {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N", 1] } },
    params: {
      W1: { shape: [2, 3], init },
      b1: { shape: [3], init: "zeros" },
      W2: { shape: [3, 1], init },
      b2: { shape: [1], init: "zeros" },
    },
    nodes: {
      z: { op: "affine", in: ["x", "W1", "b1"] },
      h: { op: "sigmoid", in: ["z"] },
      logit: { op: "affine", in: ["h", "W2", "b2"] },
      loss: { op: "binaryCrossEntropyWithLogits", in: ["logit", "y"], reduction: "mean" },
    },
    outputs: { loss: "loss" },
  };
  const train = { optimiser: { type: "adam", lr: 0.1 }, stop: [{ steps: 600 }] };
  return prepareTraining(jobOf({ name: "units", seed: 1, model }, data, train));
}

/** Whether the three units have the same weights, to the bit. */
function areEqual({ state }: Training): boolean {
  const columns = [state.peek("W1"), state.peek("b1"), state.peek("W2")].flatMap(({ data: numbers }) =>
    Array.from({ length: numbers.length / 3 }, (_, row) => numbers.slice(row * 3, row * 3 + 3)),
  );
  return columns.every(([a, b, c]) => a === b && b === c);
}

describe("I2: units that begin alike", () => {
  test.each(["zeros", { type: "constant", value: 0.5 }])(
    "with %j as every weight stay alike for ever, though they move",
    (init) => {
      const training = network(init);
      const first = toNested(training.state.read("W1"));
      for (const _ of trainingEvents(training)) expect(areEqual(training)).toBe(true);
      expect(toNested(training.state.read("W1"))).not.toEqual(first);
      // Three equal units are one unit, and one unit cannot do it.
      expect(training.metrics.during.get("train/loss")!()).toBeGreaterThan(0.35);
    },
  );

  test.each(["glorot", "orthogonal", { type: "truncatedNormal", std: 0.5 }])(
    "with random weights, %j, they part and solve the task",
    (init) => {
      const training = network(init);
      for (const _ of trainingEvents(training)) expect(areEqual(training)).toBe(false);
      expect(training.metrics.during.get("train/loss")!()).toBeLessThan(0.05);
    },
  );
});

/** t⁴ − 2 t² + 0.3 t from a first value, which a spec gives literally. */
function quartic(value: number, lr: number, steps: number): { t: number; loss: number } {
  const model = {
    inputs: {},
    params: { t: { shape: [], value } },
    nodes: {
      square: { op: "square", in: ["t"] },
      fourth: { op: "square", in: ["square"] },
      twice: { op: "multiply", in: [2, "square"] },
      slope: { op: "multiply", in: [0.3, "t"] },
      well: { op: "subtract", in: ["fourth", "twice"] },
      l: { op: "add", in: ["well", "slope"] },
    },
    outputs: { loss: "l" },
  };
  const job = jobOf(
    { name: "quartic", model },
    { train: { rows: 1, columns: {} } },
    { optimiser: { type: "sgd", lr }, stop: [{ steps }] },
  );
  const training = prepareTraining(job);
  expect(toNested(training.state.read("t"))).toBe(value);
  for (const _ of trainingEvents(training));
  const t = training.state.peek("t").data[0]!;
  return { t, loss: t ** 4 - 2 * t ** 2 + 0.3 * t };
}

test("I4: the first value, given literally, decides which minimum is reached", () => {
  const right = quartic(1.5, 0.05, 500);
  expect(right.t).toBeCloseTo(0.96015, 5);
  expect(right.loss).toBeCloseTo(-0.70585, 5);
  const left = quartic(-1.5, 0.05, 500);
  expect(left.t).toBeCloseTo(-1.03558, 5);
  expect(left.loss).toBeCloseTo(-1.30543, 5);
});

test("I4: so does the step: from the same value a rate of 0.4 diverges, by the digits of the lecture", () => {
  expect(quartic(1.5, 0.4, 1).t).toBeCloseTo(-1.62, 12);
  expect(quartic(1.5, 0.4, 2).t).toBeCloseTo(2.47, 2);
  expect(quartic(1.5, 0.4, 3).t).toBeCloseTo(-17.8, 1);
  expect(quartic(1.5, 0.4, 4).t / 9009).toBeCloseTo(1, 3);
  expect(quartic(1.5, 0.4, 5).t / -1.2e12).toBeCloseTo(1, 1);
});
