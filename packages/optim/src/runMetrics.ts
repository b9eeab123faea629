import { type Graph, located, Refusal, type SplitName, type Splits, type State } from "@chainrule/core";
import { metricOutputs, splitReader } from "./evaluate.js";
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

/** Names of what every row of a run says by itself, which no output can have. */
const ownNames = ["step", "epoch", "lr"];

/** Names and readers: `loss`, `train/loss`, `validation/loss`, `test/loss`, `lr`, `gradNorm/W`. */
export function runMetrics(options: RunMetricsOptions): RunMetrics {
  const { stepper, graph, objective, parameters } = options;
  const outputs = metricOutputs(graph).map((name) => [name, () => stepper.scalar(name)] as const);
  const gradientNorms = parameters.map((id) => {
    const gradient = gradientName(objective, id);
    return [`gradNorm/${id}`, () => euclideanNorm(stepper.read(gradient))] as const;
  });
  const both = [...outputs, ...splitMetrics("train", options), ...splitMetrics("validation", options)];
  return {
    during: new Map([...both, ["lr", () => stepper.rate], ...gradientNorms]),
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
 * Names of the metrics that `watch` asks for, beside the learning rate, which every event tells.
 * @throws {Refusal} unknown-metric
 */
export function watchedMetrics({ metrics: globs }: WatchSpec, metrics: Metrics): string[] {
  const usual = (name: string): boolean => !name.includes("/") || name.startsWith("validation/");
  const chosen =
    globs === undefined
      ? [...metrics.keys()].filter(usual)
      : located(["metrics"], () => chooseMetrics(metrics, globs));
  return chosen.filter((name) => name !== "lr");
}

/** @throws {Refusal} reserved-output */
export function refuseOwnNames(outputs: Readonly<Record<string, string>>): void {
  const taken = ownNames.find((name) => Object.hasOwn(outputs, name));
  if (taken === undefined) return;
  throw new Refusal({
    code: "reserved-output",
    path: ["model", "outputs", taken],
    got: JSON.stringify(taken),
    need: `another name: ${ownNames.join(", ")} are told of every run`,
    try: JSON.stringify(`${taken}Value`),
  });
}
