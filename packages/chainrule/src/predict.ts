import {
  compile,
  type Engine,
  type Feeds,
  type Graph,
  indexOf,
  type Registry,
  type State,
  type Tensor,
} from "@chainrule/core";
import type { DataSpec, Labels } from "@chainrule/data";

/** Predictions as a table. */
export interface Predictions {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface PredictOptions {
  readonly registry: Registry;
  readonly engine: Engine;
  readonly state: State;
  readonly feeds: Feeds;
  readonly labels: Labels;
  readonly data: DataSpec | undefined;
}

/**
 * How an output is to be read, from the loss that it goes into.
 *
 * | the prediction goes into | columns |
 * |---|---|
 * | softmaxCrossEntropy as its logits | the class with the greatest logit; the softmax, a column for each class |
 * | binaryCrossEntropyWithLogits | 1 where the logit is at least 0, else 0; its sigmoid |
 * | binaryCrossEntropy as its probability | 1 where it is at least 0.5, else 0; the probability |
 * | anything else, or nothing | the numbers themselves |
 *
 * A sigmoid or softmax of which the graph trains on the logits is read as a probability as well.
 */
export type Reading =
  | { readonly kind: "classes" | "binary"; readonly isLogit: boolean; readonly target: string }
  | { readonly kind: "numbers" };

/** Computes the output `prediction` for every row, and reads it. */
export function predict(graph: Graph, output: string, options: PredictOptions): Predictions {
  const { registry, engine, state, feeds } = options;
  const rows = Object.values(feeds)[0]?.shape[0] ?? 1;
  const plan = compile(graph, { registry, engine, state, dims: { N: rows }, outputs: [output] });
  plan.feed(feeds);
  plan.forward();
  return tableOf(plan.read(output), readingOf(graph, output), rows, options);
}

/** Finds how an output is to be read; see {@link Reading}. */
export function readingOf(graph: Graph, output: string): Reading {
  const id = graph.outputs[output] ?? output;
  const node = graph.nodes[indexOf(graph).get(id) ?? -1];
  const direct = lossOver(graph, id);
  if (direct !== undefined) return { ...direct, isLogit: direct.isLogit };
  if (node?.op !== "sigmoid" && node?.op !== "softmax") return { kind: "numbers" };
  const behind = lossOver(graph, node.in[0]!);
  return behind === undefined ? { kind: "numbers" } : { ...behind, isLogit: false };
}

/** The loss whose first input is this node. */
function lossOver(
  graph: Graph,
  id: string,
): { kind: "classes" | "binary"; isLogit: boolean; target: string } | undefined {
  const loss = graph.nodes.find((node) => Object.hasOwn(losses, node.op) && node.in[0] === id);
  return loss && { ...losses[loss.op]!, target: loss.in[1]! };
}

const losses: Readonly<Record<string, { readonly kind: "classes" | "binary"; readonly isLogit: boolean }>> = {
  softmaxCrossEntropy: { kind: "classes", isLogit: true },
  binaryCrossEntropyWithLogits: { kind: "binary", isLogit: true },
  binaryCrossEntropy: { kind: "binary", isLogit: false },
};

function tableOf(
  { data, shape }: Tensor,
  reading: Reading,
  rows: number,
  { labels, data: spec }: PredictOptions,
): Predictions {
  const width = data.length / rows;
  const valuesOf = (row: number): number[] => Array.from(data.subarray(row * width, (row + 1) * width));
  const each = (
    columns: readonly string[],
    read: (values: readonly number[]) => (string | number)[],
  ): Predictions => {
    return { columns, rows: Array.from({ length: rows }, (_, row) => read(valuesOf(row))) };
  };
  if (reading.kind === "numbers" || (reading.kind === "binary" && width !== 1) || shape.length > 2) {
    return each(width === 1 ? ["prediction"] : numbered("prediction", width), (values) => [...values]);
  }
  const name = columnName(reading.target, spec);
  if (reading.kind === "binary") {
    return each([name, "probability"], ([value = NaN]) => {
      const p = reading.isLogit ? 1 / (1 + Math.exp(-value)) : value;
      return [p >= 0.5 ? 1 : 0, p];
    });
  }
  const classes = labels[reading.target] ?? Array.from({ length: width }, (_, i) => String(i));
  return each([name, ...classes.map((label) => `probability_${label}`)], (values) => {
    const probabilities = reading.isLogit ? softmax(values) : values;
    return [classes[indexOfGreatest(values)] ?? "", ...probabilities];
  });
}

/** The name of the column that the target was read from, else the target's own. */
function columnName(target: string, spec: DataSpec | undefined): string {
  const given = spec?.columns?.[target];
  return typeof given === "string" ? given : target;
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name}_${i}`);
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
