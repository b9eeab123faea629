import { elementCount, graphHash, splitNames, type State, stateHash } from "@chainrule/core";
import {
  type CheckpointEvent,
  eventVersion,
  type HealthEvent,
  type HistogramEvent,
  type MetricsEvent,
  type RunEnd,
  type RunStart,
  stepPhases,
  type TrainEvent,
} from "./events.js";
import { allFinite, firstNonFinite } from "./health.js";
import { histogram } from "./histogram.js";
import { readMetrics } from "./metrics.js";
import { parameterChange } from "./parameterChange.js";
import { type Progress, stopper, type StopRule } from "./stop.js";
import type { Training } from "./training.js";
import { isDue } from "./watch.js";

/**
 * The run itself, as a plain generator: it knows no clock and no consumer. After each step it yields undefined,
 * a place to rest.
 */
export function* trainingEvents(training: Training): Generator<TrainEvent | undefined, void> {
  const { job, stepper, objective } = training;
  const { watch = {} } = job;
  const ruleAfter = stopper(job.train.stop);
  const progressOf = progressReader(training);
  yield runStart(training);
  for (;;) {
    for (const phase of stepPhases) {
      stepper[phase]();
      if (watch.phases) yield { type: "step", ...place(training), phase };
      if (phase === "forward" && !Number.isFinite(stepper.scalar(objective))) {
        yield* failure(training);
        return;
      }
    }
    const progress = progressOf();
    const rule = ruleAfter(progress);
    if (rule !== undefined || isDue(watch.every ?? { epochs: 1 }, progress)) {
      yield metricsEvent(training);
      yield* histogramEvents(training);
    }
    if (rule !== undefined || (watch.checkpoints && isDue(watch.checkpoints, progress)))
      yield* checkpoint(training);
    if (rule !== undefined) {
      yield runEnd(training, rule);
      return;
    }
    yield undefined;
  }
}

function place({ stepper }: Training): { readonly step: number; readonly epoch: number } {
  const { step, epoch } = stepper.batch;
  return { step, epoch };
}

function progressReader(training: Training): () => Progress {
  const { job, state, parameters, order, metrics } = training;
  const isMeasured = job.train.stop.some((rule) => "parameterChange" in rule);
  const change = isMeasured ? parameterChange(state, parameters) : () => NaN;
  return () => {
    const { step, epoch } = place(training);
    return {
      step,
      epoch,
      isEpochEnd: step % order.perEpoch === 0,
      metric: (name) => metrics.during.get(name)!(),
      parameterChange: change,
    };
  };
}

function runStart({ job, graph, seed, state, order, parameters, watched }: Training): RunStart {
  const all = graph.nodes.filter(({ op }) => op === "parameter").map(({ id }) => id);
  const frozen = all.filter((id) => !parameters.includes(id));
  return {
    type: "run.start",
    version: eventVersion,
    name: graph.name,
    graph: graphHash(graph),
    engine: job.engine.name,
    dtype: graph.dtype,
    seed,
    rows: Object.fromEntries(
      splitNames.flatMap((split) => (job.data[split] ? [[split, job.data[split].rows]] : [])),
    ),
    batch: { size: order.size, perEpoch: order.perEpoch },
    parameters: { trained: count(state, parameters), frozen: count(state, frozen) },
    metrics: watched,
  };
}

function count(state: State, ids: readonly string[]): number {
  return ids.reduce((sum, id) => sum + elementCount(state.peek(id).shape), 0);
}

function metricsEvent(training: Training): MetricsEvent {
  const values = readMetrics(training.metrics.during, training.watched);
  return { type: "metrics", ...place(training), lr: training.stepper.rate, values };
}

function* histogramEvents(training: Training): Generator<HistogramEvent, void> {
  for (const [name, read] of training.histograms)
    yield { type: "histogram", ...place(training), name, ...histogram(read().data) };
}

/** Nothing, where the state holds a number that is none: whoever saved it would lose a good one. */
function* checkpoint({ state, stepper, order }: Training): Generator<CheckpointEvent, void> {
  if (!allFinite(state)) return;
  const { done } = stepper;
  const epoch = Math.ceil(done / order.perEpoch);
  yield { type: "checkpoint", step: done, epoch, parameters: stateHash(state) };
}

function runEnd(training: Training, rule: StopRule): RunEnd {
  const { atEnd } = training.metrics;
  return { type: "run.end", rule, ...place(training), values: readMetrics(atEnd, [...atEnd.keys()]) };
}

/** The loss is no number any more: this step's update is not made, and the state is that before it. */
function* failure(training: Training): Generator<HealthEvent | CheckpointEvent | RunEnd, void> {
  const { graph, stepper, objective } = training;
  const node = firstNonFinite(graph, (id) => stepper.read(id)) ?? graph.outputs[objective]!;
  yield { type: "health", ...place(training), problem: "non-finite", node };
  yield* checkpoint(training);
  const values = { [objective]: stepper.scalar(objective) };
  yield { type: "run.end", rule: "non-finite", ...place(training), values };
}
