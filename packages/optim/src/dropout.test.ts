import { draws, findNode, stateHash, stepInput, toNested } from "@chainrule/core";
import { expect, test } from "vitest";
import { checkExpectations } from "./checkExpectations.js";
import type { TrainSpec } from "./section.js";
import { jobOf, lineData, lineModel } from "./testing/jobs.js";
import { prepareTraining, type TrainJob } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";

/** Linear regression with half of the slopes dropped. */
function dropped(train: Partial<TrainSpec> = {}): TrainJob {
  const { nodes, ...rest } = lineModel;
  const model = {
    ...rest,
    nodes: { ...nodes, d: { op: "dropout", in: ["slope"], rate: 0.5 }, f: { op: "add", in: ["d", "b"] } },
  };
  return jobOf({ name: "dropped", seed: 3, model }, lineData, train);
}

/** What a step's forward pass leaves of six numbers. */
const keptAt = (step: number): boolean[] =>
  [0, 1, 2, 3, 4, 5].map((i) => draws(3, "noise", "d").uniform(step, i) >= 0.5);

test("an op and an optimiser that count steps share one input, which the run feeds", () => {
  const training = prepareTraining(dropped({ optimiser: { type: "adam", lr: 0.01 } }));
  const { graph, stepper } = training;
  expect(graph.nodes.filter(({ id }) => id === stepInput)).toHaveLength(1);
  const users = graph.nodes.filter((node) => node.in.includes(stepInput)).map(({ id }) => id);
  expect(users).toContain("d");
  expect(users.some((id) => id.startsWith("update/"))).toBe(true);
  const masks = [1, 2, 3].map(() => {
    stepper.sample();
    stepper.forward();
    const mask = toNested(stepper.read("f"));
    stepper.backward();
    stepper.update();
    return mask;
  });
  // w is 0 at first, so the first step shows b alone.
  expect(new Set(masks[0] as number[])).toEqual(new Set([0]));
  const b = (masks[2] as number[]).filter((_, i) => !keptAt(3)[i]);
  expect(new Set(b).size).toBe(1);
});

test("expectations see the draws of the step that comes next", () => {
  const xs = [-2, -1, 0, 1, 2, 3];
  const at = (w: number, step: number): number[] => xs.map((x, i) => (keptAt(step)[i] ? (w * x) / 0.5 : 0));
  const job = dropped({ optimiser: { type: "sgd", lr: 0 } });
  const frozen = { ...job, state: prepareTraining(job).state };
  frozen.state.write("w", [1]);
  const results = checkExpectations(frozen, [
    { value: "d", at: "start", equals: at(1, 1) },
    { value: "d", at: 1, equals: at(1, 2) },
    { value: "d", at: 4, equals: at(1, 5) },
    { gradient: "slope", of: "loss", at: "start", equals: at(1, 1) },
  ]);
  expect(results.slice(0, 3).map(({ isMet }) => isMet)).toEqual([true, true, true]);
  const gradient = results[3]!.got as number[];
  expect(gradient.map((g) => g !== 0)).toEqual(keptAt(1));
});

test("equal jobs give equal bits, and a whole split is measured without dropout", () => {
  const run = (): string => {
    const training = prepareTraining(dropped({ stop: [{ steps: 20 }] }));
    for (const _ of trainingEvents(training));
    return stateHash(training.state);
  };
  expect(run()).toBe(run());
  const job = dropped();
  expect(findNode(job.evalGraph, stepInput)).toBeUndefined();
  const { metrics, state } = prepareTraining(job);
  state.write("w", [2]);
  state.write("b", [1]);
  // Rows 9 - (2 · 4 + 1) = 0 and -5 - (2 · -3 + 1) = 0.
  expect(metrics.during.get("validation/loss")!()).toBe(0);
});
