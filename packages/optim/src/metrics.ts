import { Refusal, suggest, type Tensor } from "@chainrule/core";
import type { MetricValues } from "./events.js";
import { chooseByGlobs } from "./glob.js";

/** Metric name → its present value; computed when read. */
export type Metrics = ReadonlyMap<string, () => number>;

/** √Σx², summed in float64. */
export function euclideanNorm({ data }: Pick<Tensor, "data">): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * data[i]!;
  return Math.sqrt(sum);
}

/** Reads several metrics, in the order of `names`. */
export function readMetrics(metrics: Metrics, names: readonly string[]): MetricValues {
  return Object.fromEntries(names.map((name) => [name, metrics.get(name)!()]));
}

/**
 * The metrics that globs choose, in the metrics' own order.
 * @throws {Refusal} unknown-metric, with the glob's index as path, where one matches nothing
 */
export function chooseMetrics(metrics: Metrics, globs: readonly string[]): string[] {
  return chooseByGlobs([...metrics.keys()], globs, (glob, names, i) => unknownMetric(glob, names, [i]));
}

/** A refusal of a metric's name that is none. */
export function unknownMetric(
  name: string,
  names: readonly string[],
  path: readonly (string | number)[],
): Refusal {
  return new Refusal({
    code: "unknown-metric",
    path,
    got: JSON.stringify(name),
    need: `a metric of this run: ${names.slice(0, 12).join(", ")}${names.length > 12 ? ", …" : ""}`,
    ...suggest(name, names),
  });
}
