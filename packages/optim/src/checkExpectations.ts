import {
  ambientFeeds,
  differentiate,
  type Graph,
  located,
  type Nested,
  tensor,
  type Tensor,
  toNested,
} from "@chainrule/core";
import { type Expectation, isMet, toleranceOf } from "./expectation.js";
import { unknownMetric } from "./metrics.js";
import { withObjective } from "./objective.js";
import { rowMemory } from "./rows.js";
import { prepareTraining, type TrainJob, type Training } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";

/** What became of an expectation. */
export interface ExpectationResult {
  readonly expectation: Expectation;
  readonly tolerance: number;
  readonly isMet: boolean;
  /** Undefined where the run ended before its time. */
  readonly got: Nested | undefined;
}

/**
 * Runs a job as far as its expectations reach, and says what became of each, in their order. Those at the start
 * alone take no step.
 * @throws {Refusal} with paths into `expect`: unknown-node, unknown-metric, unexplained-tolerance, …; and as
 *   `prepareTraining` does
 */
export function checkExpectations(job: TrainJob, expectations: readonly Expectation[]): ExpectationResult[] {
  const training = prepareTraining(job);
  const items = expectations.map((expectation, i) => {
    const path = ["expect", i];
    const { equals } = expectation;
    if (equals !== undefined) located([...path, "equals"], () => tensor(equals));
    const tolerance = located(path, () => toleranceOf(expectation, job.graph.dtype));
    const measure = located(path, () => measurer(training, expectation));
    return { expectation, tolerance, measure, path };
  });
  const values = new Map<Expectation, Tensor>();
  const measureAt = (at: Expectation["at"]): void => {
    for (const { expectation, measure, path } of items) {
      if (expectation.at === at) values.set(expectation, located(path, measure));
    }
  };
  run(training, expectations, measureAt);
  return items.map(({ expectation, tolerance }) => {
    const value = values.get(expectation);
    if (value === undefined) return { expectation, tolerance, isMet: false, got: undefined };
    return { expectation, tolerance, isMet: isMet(expectation, value, tolerance), got: toNested(value) };
  });
}

/** Trains as long as anything is left to measure; calls back before the first step, after each, and at the end. */
function run(
  training: Training,
  expectations: readonly Expectation[],
  measureAt: (at: Expectation["at"]) => void,
): void {
  const { stepper } = training;
  // The first batch's values, without its update: the run begins by computing them again.
  stepper.sample();
  stepper.forward();
  stepper.backward();
  measureAt("start");
  measureAt(0);
  const last = Math.max(...expectations.map(({ at }) => (at === "end" ? Infinity : at === "start" ? 0 : at)));
  let done = 0;
  if (last > 0) {
    for (const _ of trainingEvents(training)) {
      if (stepper.done > done) measureAt((done = stepper.done));
      if (done >= last) return;
    }
    measureAt("end");
  }
}

function measurer(training: Training, expectation: Expectation): () => Tensor {
  const { value, gradient, metric } = expectation;
  if (metric !== undefined) return metricMeasurer(training, metric, expectation.at === "end");
  if (value !== undefined) return probe(training, training.graph, value);
  const { job, objective } = training;
  const { of = objective } = expectation;
  const wrt = gradient ?? "";
  const forward = withObjective(job.graph, job.train.minimise, job.registry);
  return probe(
    training,
    differentiate(forward, { of, wrt: [wrt], registry: job.registry }),
    `grad/${of}/${wrt}`,
  );
}

function metricMeasurer({ metrics }: Training, name: string, isAtEnd: boolean): () => Tensor {
  const all = new Map([...metrics.during, ...(isAtEnd ? metrics.atEnd : [])]);
  const read = all.get(name);
  if (read === undefined) throw unknownMetric(name, [...all.keys()], ["metric"]);
  return () => tensor(read());
}

/** Reads a node on the rows that the next step takes, with the parameters as they are. */
function probe({ job, order, stepper, compileFor }: Training, graph: Graph, name: string): () => Tensor {
  compileFor(graph, 1, [name]);
  return () => {
    const { indices, step } = order.at(stepper.done + 1);
    const plan = compileFor(graph, indices.length, [name]);
    const memory = rowMemory(graph, job.data.train, indices.length);
    memory.fill(indices);
    plan.feed(memory.feeds);
    plan.feed(ambientFeeds(graph, step));
    plan.forward();
    plan.backward();
    return plan.read(name);
  };
}
