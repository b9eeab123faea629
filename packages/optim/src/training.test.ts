import { createState, Refusal, stateHash, tensor } from "@chainrule/core";
import { expect, test } from "vitest";
import type { MetricsEvent, RunEnd, TrainEvent } from "./events.js";
import { ndjson } from "./sinks/ndjson.js";
import { prepareTraining, type TrainJob } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";
import { dataset, jobOf, line, lineData, lineModel, quadratic } from "./testing/jobs.js";

function eventsOf(job: TrainJob): TrainEvent[] {
  return [...trainingEvents(prepareTraining(job))].filter((event) => event !== undefined);
}

const metricsOf = (job: TrainJob): MetricsEvent[] =>
  eventsOf(job).filter((event) => event.type === "metrics");
const endOf = (job: TrainJob): RunEnd => eventsOf(job).findLast((event) => event.type === "run.end")!;

/** Gradient descent on the line's data, written out. */
function lineByHand(
  batches: readonly (readonly number[])[],
  lr: number,
): { w: number; b: number; losses: number[] } {
  const x = [-2, -1, 0, 1, 2, 3];
  const y = [-2.9, -1.1, 1.2, 2.9, 5.1, 6.8];
  let [w, b] = [0, 0];
  const losses = [];
  for (const rows of batches) {
    const errors = rows.map((i) => w * x[i]! + b - y[i]!);
    losses.push(errors.reduce((sum, e) => sum + e * e, 0) / rows.length);
    const gw = rows.reduce((sum, i, k) => sum + 2 * errors[k]! * x[i]!, 0) / rows.length;
    const gb = errors.reduce((sum, e) => sum + 2 * e, 0) / rows.length;
    w -= lr * gw;
    b -= lr * gb;
  }
  return { w, b, losses };
}

test("a run begins with what it is and ends with the rule that ended it", () => {
  const events = eventsOf(line({ stop: [{ epochs: 2 }, { steps: 99 }] }));
  expect(events.map(({ type }) => type)).toEqual([
    "run.start",
    "metrics",
    "metrics",
    "checkpoint",
    "run.end",
  ]);
  expect(events[0]).toMatchObject({
    version: 1,
    name: "line",
    graph: expect.stringMatching(/^[0-9a-f]{64}$/),
    engine: "reference",
    dtype: "float64",
    seed: 3,
    rows: { train: 6, validation: 2 },
    batch: { size: 6, perEpoch: 1 },
    parameters: { trained: 2, frozen: 0 },
    metrics: ["loss", "validation/loss"],
  });
  expect(events.at(-1)).toMatchObject({ rule: { epochs: 2 }, step: 2, epoch: 2 });
});

test("steps, losses and parameters are those of the rule written out, a short last batch included", () => {
  const job = line({
    batch: { size: 4, sample: "sequential" },
    optimiser: { type: "sgd", lr: 0.05 },
    stop: [{ steps: 4 }],
  });
  const training = prepareTraining({ ...job, watch: { every: { steps: 1 } } });
  const events = [...trainingEvents(training)].filter((event) => event?.type === "metrics");
  const { w, b, losses } = lineByHand(
    [
      [0, 1, 2, 3],
      [4, 5],
      [0, 1, 2, 3],
      [4, 5],
    ],
    0.05,
  );
  expect(training.state.read("w").data[0]).toBeCloseTo(w, 14);
  expect(training.state.read("b").data[0]).toBeCloseTo(b, 14);
  events.forEach((event, i) => expect(event.values["loss"]).toBeCloseTo(losses[i]!, 12));
  expect(events.map(({ step, epoch }) => [step, epoch])).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
  ]);
  const validation = ((4 * w + b - 9) ** 2 + (-3 * w + b + 5) ** 2) / 2;
  expect(events.at(-1)!.values["validation/loss"]).toBeCloseTo(validation, 12);
});

test("O9: the four phases of a step come in order, and are told only if asked for", () => {
  const told = eventsOf({ ...line({ stop: [{ steps: 2 }] }), watch: { phases: true } });
  expect(
    told.flatMap((event) => (event.type === "step" ? [`${event.step} ${event.phase}`] : [event.type])),
  ).toEqual([
    "run.start",
    "1 sample",
    "1 forward",
    "1 backward",
    "1 update",
    "metrics",
    "2 sample",
    "2 forward",
    "2 backward",
    "2 update",
    "metrics",
    "checkpoint",
    "run.end",
  ]);
  expect(eventsOf(line()).some(({ type }) => type === "step")).toBe(false);
});

test("O4: the mean of the single rows' gradients is the full gradient", () => {
  const still = { optimiser: { type: "sgd", lr: 0 } };
  const gradients = (job: TrainJob, steps: number): number[] => {
    const { stepper } = prepareTraining(job);
    return Array.from({ length: steps }, () => {
      stepper.sample();
      stepper.forward();
      stepper.backward();
      stepper.update();
      return stepper.scalar("grad/loss/w");
    });
  };
  const single = gradients(line({ ...still, batch: { size: "single" } }), 6);
  const [full] = gradients(line(still), 1);
  expect(single.reduce((sum, g) => sum + g, 0) / 6).toBeCloseTo(full!, 13);
  expect(new Set(single).size).toBe(6);
});

test("frozen parameters keep their values", () => {
  const { params } = lineModel;
  const fixed = { ...lineModel, params: { ...params, b: { ...params.b, trainable: false } } };
  for (const job of [line({ freeze: ["b"] }), jobOf({ model: fixed }, lineData)]) {
    const training = prepareTraining(job);
    const [start] = [...trainingEvents(training)];
    expect(start).toMatchObject({ parameters: { trained: 1, frozen: 1 } });
    expect(training.state.read("b").data[0]).toBe(0);
    expect(training.state.read("w").data[0]).not.toBe(0);
  }
});

test("equal jobs give equal bytes; another seed gives others", () => {
  const job = line({ batch: { size: 2 }, optimiser: { type: "adam", lr: 0.1 }, stop: [{ epochs: 3 }] });
  const text = (given: TrainJob) => eventsOf(given).map(ndjson()).join("");
  expect(text(job)).toBe(text(job));
  expect(text({ ...job, seed: 4 })).not.toBe(text(job));
});

test("watching changes no bit of the parameters or of the end", () => {
  const job = line({
    batch: { size: 4 },
    optimiser: { type: "adam", lr: 0.1 },
    stop: [{ metric: "validation/loss", patience: 3 }],
  });
  const watch = {
    every: { steps: 1 },
    metrics: ["**"],
    histograms: ["**"],
    checkpoints: { steps: 1 },
    phases: true,
  } as const;
  const run = (given: TrainJob): unknown => {
    const training = prepareTraining(given);
    const end = [...trainingEvents(training)].at(-1);
    return [end, stateHash(training.state)];
  };
  expect(run({ ...job, watch })).toEqual(run(job));
});

test("metrics are told at the rate asked for, and always at the end", () => {
  const steps = (watch: object) =>
    metricsOf({ ...line({ batch: { size: 2 }, stop: [{ steps: 7 }] }), watch }).map(({ step }) => step);
  expect(steps({})).toEqual([3, 6, 7]);
  expect(steps({ every: { steps: 2 } })).toEqual([2, 4, 6, 7]);
  expect(steps({ every: { epochs: 2 } })).toEqual([6, 7]);
});

test("the learning rate is in every metrics event, and is that of the step", () => {
  const optimiser = { type: "sgd", lr: { schedule: "step", from: 0.1, factor: 0.5, every: 2 } };
  expect(metricsOf(line({ optimiser, stop: [{ steps: 5 }] })).map(({ lr }) => lr)).toEqual([
    0.1, 0.1, 0.05, 0.05, 0.025,
  ]);
});

test("gradient norms and whole splits can be watched; the test split is for the end", () => {
  const job = { ...line({ stop: [{ steps: 1 }] }), data: { ...lineData, test: dataset({ x: [1], y: [1] }) } };
  const [event] = metricsOf({ ...job, watch: { metrics: ["gradNorm/w", "train/*"] } });
  // at w = b = 0 the gradient of w is -2 · mean(x·y)
  expect(event!.values["gradNorm/w"]).toBeCloseTo((2 * (5.8 + 1.1 + 2.9 + 10.2 + 20.4)) / 6, 12);
  expect(Object.keys(event!.values)).toEqual(["train/loss", "gradNorm/w"]);
  expect(Object.keys(endOf(job).values)).toEqual(["loss", "train/loss", "validation/loss", "test/loss"]);
});

test("a run ends when a step moves the parameters by less than asked for", () => {
  const job = quadratic({ optimiser: { type: "sgd", lr: 0.125 }, stop: [{ parameterChange: 0.1 }] });
  // w halves at every step: it moves by 1/2, 1/4, 1/8, 1/16
  expect(endOf(job)).toMatchObject({ rule: { parameterChange: 0.1 }, step: 4 });
});

test("a loss that is no number ends the run, names the first node and changes nothing more", () => {
  const job = quadratic({ optimiser: { type: "sgd", lr: 1e200 }, stop: [{ steps: 9 }] });
  const training = prepareTraining(job);
  const events = [...trainingEvents(training)].filter((event) => event !== undefined);
  expect(events.slice(-3)).toEqual([
    { type: "health", step: 2, epoch: 2, problem: "non-finite", node: "squared" },
    { type: "checkpoint", step: 1, epoch: 1, parameters: stateHash(training.state) },
    { type: "run.end", rule: "non-finite", step: 2, epoch: 2, values: { loss: Infinity } },
  ]);
  expect(training.state.read("w").data[0]).toBe(-4e200);
});

test("a run can begin with the values of another, which stay as they were", () => {
  const job = line({ stop: [{ steps: 3 }] });
  const first = prepareTraining(job);
  for (const _ of trainingEvents(first));
  const before = first.state.read("w").data[0];
  const second = prepareTraining({ ...job, state: first.state });
  expect(second.state.read("w").data[0]).toBe(before);
  for (const _ of trainingEvents(second));
  expect(first.state.read("w").data[0]).toBe(before);
  const six = prepareTraining(line({ stop: [{ steps: 6 }] }));
  for (const _ of trainingEvents(six));
  expect(second.state.read("w").data[0]).toBe(six.state.read("w").data[0]);
});

test("a model without N takes one row at a time; its metrics are averaged over rows", () => {
  const model = {
    ...lineModel,
    inputs: { x: { shape: [] }, y: { shape: [] } },
    nodes: { ...lineModel.nodes, l: { op: "identity", in: ["squared"] } },
  };
  const batch = { size: "single", sample: "sequential" } as const;
  const rowByRow = prepareTraining(jobOf({ model }, lineData, { batch, stop: [{ epochs: 1 }] }));
  const batched = prepareTraining(line({ batch, stop: [{ epochs: 1 }] }));
  const ends = [rowByRow, batched].map((training) => [...trainingEvents(training)].at(-1) as RunEnd);
  expect(rowByRow.state.read("w")).toEqual(batched.state.read("w"));
  expect(ends[0]!.values["validation/loss"]).toBeCloseTo(ends[1]!.values["validation/loss"]!, 14);
  expect(() => prepareTraining(jobOf({ model }, lineData))).toThrow("not-batched");
});

test("buffers are fitted once, to the training rows, one after another", () => {
  const model = {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N", 2] } },
    params: { w: { shape: [2], value: [0, 0] } },
    nodes: {
      a: { block: "standardise", in: ["x"] },
      a2: { op: "square", in: ["a"] },
      c: { block: "standardise", in: ["a2"] },
      f: { op: "multiply", in: ["c", "w"] },
      error: { op: "subtract", in: ["f", "y"] },
      squared: { op: "square", in: ["error"] },
      l: { op: "mean", in: ["squared"] },
    },
    outputs: { loss: "l" },
  };
  const rows = [
    [1, 7],
    [2, 7],
    [6, 7],
  ];
  const data = {
    train: dataset({ x: rows, y: rows }),
    validation: dataset({ x: [[100, 100]], y: [[0, 0]] }),
  };
  const job = jobOf({ model }, data);
  const { state } = prepareTraining(job);
  const near = (...values: number[]): unknown => values.map((value) => expect.closeTo(value, 14));
  expect([...state.read("a/mean").data]).toEqual([3, 7]);
  // ((1-3)² + (2-3)² + (6-3)²) / 3 = 14/3; a constant column's deviation counts as 1
  expect([...state.read("a/deviation").data]).toEqual(near(Math.sqrt(14 / 3), 1));
  // a² = (12, 3, 27) / 14: mean 1, deviation √½
  expect([...state.read("c/mean").data]).toEqual(near(1, 0));
  expect([...state.read("c/deviation").data]).toEqual(near(Math.SQRT1_2, 1));
  const given = createState(job.graph, job.registry);
  given.write("a/mean", tensor([1, 1]).data);
  expect([...prepareTraining({ ...job, state: given }).state.read("a/mean").data]).toEqual([1, 1]);
});

const problemOf = (job: TrainJob): string => {
  try {
    prepareTraining(job);
  } catch (error) {
    if (error instanceof Refusal)
      return `${error.code} ${error.problems[0]!.path?.join(".") ?? error.problems[0]!.at}`;
    throw error;
  }
  return "nothing thrown";
};

test.each<[string, Partial<TrainJob["train"]>]>([
  ["unknown-optimiser train.optimiser.type", { optimiser: { type: "adamm", lr: 1 } }],
  ["unknown-attribute train.optimiser.beta", { optimiser: { type: "adam", lr: 1, beta: 0.9 } }],
  [
    "bad-attribute train.optimiser.chain.1.beta1",
    { optimiser: { chain: [{ type: "sgd" }, { type: "adam", beta1: 1 }], lr: 1 } },
  ],
  [
    "unknown-attribute train.optimiser.beta1",
    { optimiser: { chain: [{ type: "adam" }], lr: 1, beta1: 0.5 } },
  ],
  ["bad-value train.optimiser", { optimiser: { lr: 1 } }],
  ["unknown-schedule train.optimiser.lr.schedule", { optimiser: { type: "sgd", lr: { schedule: "cos" } } }],
  [
    "missing-attribute train.optimiser.lr",
    { optimiser: { type: "sgd", lr: { schedule: "cosine", from: 1 } } },
  ],
  ["unknown-metric train.stop.1.metric", { stop: [{ steps: 1 }, { metric: "validation/los", patience: 1 }] }],
  ["unknown-metric train.stop.0.metric", { stop: [{ metric: "test/loss", below: 1 }] }],
  ["bad-value train.stop.0", { stop: [{ steps: 1, epochs: 2 }] }],
  ["bad-value train.stop.0.steps", { stop: [{ steps: 0 }] }],
  ["bad-value train.stop", { stop: [] }],
  ["empty-epoch train.batch", { batch: { size: 10, last: "drop" } }],
  ["unknown-output train.minimise", { minimise: "lost" }],
  ["unmatched-glob train.freeze.0", { freeze: ["enc/**"] }],
])("refused: %s", (expected, train) => {
  expect(problemOf(line(train))).toBe(expected);
});

test("refused: data that does not fit the inputs, and metrics that nobody measures", () => {
  const withTrain = (columns: Parameters<typeof dataset>[0]) => ({
    ...line(),
    data: { train: dataset(columns) },
  });
  expect(problemOf(withTrain({ x: [1, 2] }))).toBe("missing-column data train");
  expect(problemOf(withTrain({ x: [[1], [2]], y: [1, 2] }))).toBe("shape-mismatch data train, input x");
  expect(problemOf({ ...line(), watch: { metrics: ["loss", "acuracy"] } })).toBe(
    "unknown-metric watch.metrics.1",
  );
  expect(problemOf({ ...line({ freeze: ["b"] }), watch: { histograms: ["grad/*", "b"] } })).toBe(
    "unmatched-glob watch.histograms.1",
  );
  expect(problemOf({ ...line(), watch: { checkpoints: { steps: 1, epochs: 1 } } })).toBe(
    "bad-value watch.checkpoints",
  );
});

test("the learning rate is a metric that ends runs; rows tell it once", () => {
  const job = line({
    optimiser: { type: "sgd", lr: { schedule: "step", from: 0.1, factor: 0.5, every: 2 } },
    stop: [{ metric: "lr", below: 0.05 }, { steps: 99 }],
  });
  // 0.1, 0.1, 0.05, 0.05, 0.025: below 0.05 from the fifth step on.
  const events = metricsOf({ ...job, watch: { metrics: ["*"], every: { steps: 1 } } });
  expect(events.map(({ lr }) => lr)).toEqual([0.1, 0.1, 0.05, 0.05, 0.025]);
  expect(Object.keys(events[0]!.values)).not.toContain("lr");
});

test("an output cannot be called as what every row tells", () => {
  const job = line({});
  const graph = { ...job.graph, outputs: { ...job.graph.outputs, lr: "loss" } };
  expect(() => prepareTraining({ ...job, graph })).toThrow(/model\.outputs\.lr {2}reserved-output/);
});
