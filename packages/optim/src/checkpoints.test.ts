import { stateHash } from "@chainrule/core";
import { expect, test } from "vitest";
import { prepareTraining, type TrainJob } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";
import { jobOf, line, quadratic } from "./testing/jobs.js";

/** `step epoch` of the checkpoints of a run, whose hashes must be those of the state when they are told. */
function checkpointsOf(job: TrainJob): string[] {
  const training = prepareTraining(job);
  const found = [];
  for (const event of trainingEvents(training)) {
    if (event?.type !== "checkpoint") continue;
    expect(event.parameters).toBe(stateHash(training.state));
    found.push(`${event.step} ${event.epoch}`);
  }
  return found;
}

test("checkpoints are told as often as asked for, and once at the end", () => {
  const of = (checkpoints?: { steps: number } | { epochs: number }): string[] =>
    checkpointsOf({ ...line({ batch: { size: 2 }, stop: [{ steps: 7 }] }), watch: { checkpoints } });
  expect(of()).toEqual(["7 3"]);
  expect(of({ steps: 3 })).toEqual(["3 1", "6 2", "7 3"]);
  expect(of({ steps: 7 })).toEqual(["7 3"]);
  expect(of({ epochs: 2 })).toEqual(["6 2", "7 3"]);
});

test("where the loss becomes no number, the checkpoint is of the state before the failing step", () => {
  // w: 1 → 1 - 4 lr = -4e200, whose square is infinite
  expect(checkpointsOf(quadratic({ optimiser: { type: "sgd", lr: 1e200 } }))).toEqual(["1 1"]);
});

test("a first step that fails leaves the first values", () => {
  const model = {
    inputs: {},
    params: { w: { shape: [], value: -1 } },
    nodes: { l: { op: "log", in: ["w"] } },
    outputs: { loss: "l" },
  };
  expect(checkpointsOf(jobOf({ model }, { train: { rows: 1, columns: {} } }))).toEqual(["0 0"]);
});

test("a state that holds no number has no checkpoint", () => {
  // Step 1 makes w = 1 - 2 · ½ = 0. There √w is 0 and its slope infinite: the loss of step 2 is a number, w no more.
  const model = {
    inputs: {},
    params: { w: { shape: [], value: 1 } },
    nodes: { l: { op: "sqrt", in: ["w"] } },
    outputs: { loss: "l" },
  };
  const job = jobOf({ model }, { train: { rows: 1, columns: {} } }, { optimiser: { type: "sgd", lr: 2 } });
  const watch = { checkpoints: { steps: 1 } };
  expect(checkpointsOf({ ...job, watch, train: { ...job.train, stop: [{ steps: 2 }] } })).toEqual(["1 1"]);
  expect(checkpointsOf({ ...job, watch })).toEqual(["1 1"]);
});
