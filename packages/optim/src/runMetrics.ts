import type { Graph, SplitName, Splits, State } from "@chainrule/core";
import { metricOutputs, splitReader } from "./evaluate.js";
import { located } from "./located.js";
import { chooseMetrics, euclideanNorm, type Metrics, unknownMetric } from "./metrics.js";
import { gradientName } from "./objective.js";
import type { CompileFor, Stepper } from "./stepper.js";
import type { StopRule } from "./stop.js";
import type { WatchSpec } from "./watch.js";

/** The metrics of a run, by when they can be had. */
export interface RunMetrics {
  /** What may be watched, and stopped by, while the run goes on. */
  readonly during: Metrics;
  /** What the end of a run tells. The test split is looked at only then, when nothing can be changed any more. */
  readonly atEnd: Metrics;
}

export interface RunMetricsOptions {
  readonly stepper: Stepper;
  /** Of the training step. */
  readonly graph: Graph;
  readonly evalGraph: Graph;
  readonly data: Splits;
  readonly state: State;
  readonly compileFor: CompileFor;
  /** The output that is minimised. */
  readonly objective: string;
  /** Ids of the trained parameters. */
  readonly parameters: readonly string[];
}

/** Names and readers: `loss`, `train/loss`, `validation/loss`, `test/loss`, `gradNorm/W`. */
export function runMetrics(options: RunMetricsOptions): RunMetrics {
  const { stepper, graph, objective, parameters } = options;
  const outputs = metricOutputs(graph).map((name) => [name, () => stepper.scalar(name)] as const);
  const gradientNorms = parameters.map((id) => {
    const gradient = gradientName(objective, id);
    return [`gradNorm/${id}`, () => euclideanNorm(stepper.read(gradient))] as const;
  });
  const both = [...outputs, ...splitMetrics("train", options), ...splitMetrics("validation", options)];
  return {
    during: new Map([...both, ...gradientNorms]),
    atEnd: new Map([...both, ...splitMetrics("test", options)]),
  };
}

function splitMetrics(
  split: SplitName,
  { evalGraph, data, state, compileFor }: RunMetricsOptions,
): (readonly [string, () => number])[] {
  const dataset = data[split];
  if (dataset === undefined) return [];
  const read = splitReader({ graph: evalGraph, dataset, state, compileFor });
  return metricOutputs(evalGraph).map((name) => [`${split}/${name}`, () => read(name)] as const);
}

/** @throws {Refusal} unknown-metric, with the rule's place as path */
export function checkStopRules(rules: readonly StopRule[], metrics: Metrics): void {
  rules.forEach((rule, i) => {
    if ("metric" in rule && !metrics.has(rule.metric)) {
      throw unknownMetric(rule.metric, [...metrics.keys()], [i, "metric"]);
    }
  });
}

/**
 * Names of the metrics that `watch` asks for.
 * @throws {Refusal} unknown-metric
 */
export function watchedMetrics({ metrics: globs }: WatchSpec, metrics: Metrics): string[] {
  if (globs !== undefined) return located(["metrics"], () => chooseMetrics(metrics, globs));
  return [...metrics.keys()].filter((name) => !name.includes("/") || name.startsWith("validation/"));
}
