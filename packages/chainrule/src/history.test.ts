import type { MetricsEvent, TrainEvent } from "@chainrule/optim";
import { expect, test } from "vitest";
import { History } from "./history.js";

const metrics = (step: number): MetricsEvent => ({
  type: "metrics",
  step,
  epoch: 1,
  lr: 0.1,
  values: { loss: 1 / step },
});
const end: TrainEvent = { type: "run.end", rule: { steps: 9 }, step: 9, epoch: 1, values: {} };
const stepsOf = (history: History): number[] => history.metrics.map(({ step }) => step);

test("what fits is kept whole, in the order of the run", () => {
  const history = new History(10);
  for (let step = 1; step <= 9; step++) history.add(metrics(step));
  history.add(end);
  expect(stepsOf(history)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(history.events().at(-1)).toBe(end);
});

test("what does not fit is thinned out evenly, and the latest is always there", () => {
  const history = new History(4);
  for (let step = 1; step <= 14; step++) history.add(metrics(step));
  // After the fifth every second is kept: 1 3 5; after the ninth every fourth: 1 5 9; 13 is the next of those.
  expect(stepsOf(history)).toEqual([1, 5, 9, 13, 14]);
});

test("its memory is bounded, however long the run", () => {
  const history = new History(100);
  for (let step = 1; step <= 100_000; step++) history.add(metrics(step));
  expect(history.metrics.length).toBeLessThanOrEqual(101);
  expect(stepsOf(history).at(-1)).toBe(100_000);
});

test("phases of steps, histograms and checkpoints are passed over", () => {
  const history = new History();
  history.add({ type: "checkpoint", step: 1, epoch: 1, parameters: "0f" });
  history.add({
    type: "histogram",
    step: 1,
    epoch: 1,
    name: "w",
    min: 0,
    max: 0,
    counts: [1],
    nonFinite: 0,
  });
  history.add({ type: "step", step: 1, epoch: 1, phase: "forward" });
  expect(history.events()).toEqual([]);
});
