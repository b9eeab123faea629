import { expect, test } from "vitest";
import type { HistogramEvent } from "./events.js";
import { prepareTraining, type TrainJob } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";
import { dataset, jobOf, line } from "./testing/jobs.js";

const eventsOf = (job: TrainJob) =>
  [...trainingEvents(prepareTraining(job))].filter((event) => event !== undefined);
const histogramsOf = (job: TrainJob): HistogramEvent[] =>
  eventsOf(job).filter((event) => event.type === "histogram");

/** loss = Σ w · x for x = (1, 2, 3) in its one row: the gradient is x, and w goes from 0 to -lr · x. */
const linear = jobOf(
  {
    model: {
      inputs: { x: { shape: ["N", 3] } },
      params: { w: { shape: [3], value: [0, 0, 0] } },
      nodes: { wx: { op: "multiply", in: ["w", "x"] }, l: { op: "sum", in: ["wx"] } },
      outputs: { loss: "l" },
    },
  },
  { train: dataset({ x: [[1, 2, 3]] }) },
  { optimiser: { type: "sgd", lr: 0.5 }, stop: [{ steps: 1 }] },
);

test("values are those after the step, gradients those of the step", () => {
  const counts = Array.from({ length: 20 }, (_, bin) => (bin === 0 || bin === 10 || bin === 19 ? 1 : 0));
  expect(histogramsOf({ ...linear, watch: { histograms: ["**"] } })).toEqual([
    { type: "histogram", step: 1, epoch: 1, name: "w", min: -1.5, max: -0.5, counts, nonFinite: 0 },
    { type: "histogram", step: 1, epoch: 1, name: "grad/w", min: 1, max: 3, counts, nonFinite: 0 },
  ]);
});

test("they come right after the metrics, at the same rate; by default there is none", () => {
  const watch = { every: { steps: 2 }, histograms: ["w", "grad/*"] };
  const told = eventsOf({ ...line({ stop: [{ steps: 3 }] }), watch });
  expect(
    told.map((event) => (event.type === "histogram" ? `${event.step} ${event.name}` : event.type)),
  ).toEqual([
    "run.start",
    "metrics",
    "2 w",
    "2 grad/b",
    "2 grad/w",
    "metrics",
    "3 w",
    "3 grad/b",
    "3 grad/w",
    "checkpoint",
    "run.end",
  ]);
  expect(histogramsOf(line())).toEqual([]);
});

test("what is frozen has none", () => {
  const names = histogramsOf({
    ...line({ freeze: ["b"], stop: [{ steps: 1 }] }),
    watch: { histograms: ["**"] },
  });
  expect(names.map(({ name }) => name)).toEqual(["w", "grad/w"]);
});
