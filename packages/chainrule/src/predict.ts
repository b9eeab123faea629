import {
  compile,
  type Dataset,
  type Engine,
  type Feeds,
  type Graph,
  type Plan,
  type Registry,
  type State,
  type Tensor,
} from "@chainrule/core";
import type { DataSpec, Labels } from "@chainrule/data";
import { type Reading, readingOf } from "./reading.js";

/** Predictions as a table. */
export interface Predictions {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface PredictOptions {
  readonly registry: Registry;
  readonly engine: Engine;
  readonly state: State;
  /** Rows for the inputs that the prediction needs. */
  readonly dataset: Dataset;
  /** Names of the classes, by target. */
  readonly labels: Labels;
  /** Names the columns. */
  readonly data?: DataSpec | undefined;
}

/**
 * Computes an output for every row, and reads it; see {@link Reading}.
 * @param graph an eval-mode graph
 * @throws {Refusal} unset-buffer; as `compile` does
 */
export function predict(graph: Graph, output: string, options: PredictOptions): Predictions {
  const { registry, engine, state, dataset } = options;
  const isBatched = graph.nodes.some(({ op, shape }) => op === "input" && shape[0] === "N");
  const dims = isBatched ? { N: dataset.rows } : {};
  const plan = compile(graph, { registry, engine, state, dims, outputs: [output] });
  const values = isBatched ? together(plan, output, dataset) : oneByOne(plan, output, dataset);
  return tableOf(values, readingOf(graph, output), options);
}

/** The values of each row, from one run. */
function together(plan: Plan, output: string, { columns, rows }: Dataset): number[][] {
  const { data } = compute(plan, output, columns);
  const width = data.length / rows;
  return Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * width, (row + 1) * width)));
}

/** The values of each row, for a model of one example. */
function oneByOne(plan: Plan, output: string, { columns, rows }: Dataset): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const feeds = Object.entries(columns).map(([id, column]) => [id, rowOf(column, row)] as const);
    return Array.from(compute(plan, output, Object.fromEntries(feeds)).data);
  });
}

function compute(plan: Plan, output: string, feeds: Feeds): Tensor {
  plan.feed(feeds);
  plan.forward();
  return plan.read(output);
}

function rowOf({ dtype, shape, data }: Tensor, row: number): Tensor {
  const width = data.length / shape[0]!;
  return { dtype, shape: shape.slice(1), data: data.slice(row * width, (row + 1) * width) };
}

function tableOf(
  values: readonly number[][],
  reading: Reading,
  { labels, data }: PredictOptions,
): Predictions {
  const width = values[0]?.length ?? 0;
  if (reading.kind === "numbers" || (reading.kind === "binary" && width !== 1)) {
    const columns = width === 1 ? ["prediction"] : Array.from({ length: width }, (_, i) => `prediction_${i}`);
    return { columns, rows: values };
  }
  const name = columnName(reading.target, data);
  if (reading.kind === "binary") {
    const rows = values.map(([value = NaN]) => {
      const p = reading.isLogit ? 1 / (1 + Math.exp(-value)) : value;
      return [p >= 0.5 ? 1 : 0, p];
    });
    return { columns: [name, "probability"], rows };
  }
  const classes = labels[reading.target] ?? Array.from({ length: width }, (_, i) => String(i));
  const rows = values.map((row) => [
    classes[indexOfGreatest(row)] ?? "",
    ...(reading.isLogit ? softmax(row) : row),
  ]);
  return { columns: [name, ...classes.map((label) => `probability_${label}`)], rows };
}

/** The name of the column that the target was read from, else the target's own. */
function columnName(target: string, spec: DataSpec | undefined): string {
  const given = spec?.columns?.[target];
  return typeof given === "string" ? given : target;
}

function softmax(logits: readonly number[]): number[] {
  const greatest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - greatest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function indexOfGreatest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}
