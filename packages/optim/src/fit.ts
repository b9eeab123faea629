import {
  type Dataset,
  elementCount,
  formatShape,
  type Graph,
  type GraphNode,
  type Plan,
  Refusal,
  sameShape,
  select,
  type State,
  type StaticShape,
} from "@chainrule/core";
import { isBatched, rowMemory } from "./rows.js";
import type { CompileFor } from "./stepper.js";

/**
 * Gives every unset buffer with `fit` its value: the mean or the deviation of its node `of` over all rows of the
 * training data, column by column. A buffer whose `of` depends on others is fitted after them.
 *
 * The deviation is that of the population (divided by the number of rows); a constant column's counts as 1, so
 * that dividing by it leaves zeros.
 * @param graph an eval-mode graph
 * @throws {Refusal} fit-cycle | shape-mismatch
 */
export function fitBuffers(graph: Graph, dataset: Dataset, state: State, compileFor: CompileFor): void {
  let pending = new Set(state.unset());
  const buffers = graph.nodes.filter(({ id }) => pending.has(id));
  while (buffers.some(({ id }) => pending.has(id))) {
    const ready = buffers.filter(
      ({ id, attributes }) => pending.has(id) && !dependsOn(graph, attributes["of"], pending),
    );
    if (ready.length === 0) {
      throw new Refusal({
        code: "fit-cycle",
        at: [...pending].join(", "),
        got: "buffers that are fitted to values which depend on them",
        need: "an order in which each can be fitted",
      });
    }
    fitAll(graph, ready, dataset, state, compileFor);
    pending = new Set(state.unset());
  }
}

/** Whether computing `end` needs one of the buffers. */
function dependsOn(graph: Graph, end: unknown, buffers: ReadonlySet<string>): boolean {
  return select(graph, [String(end)]).nodes.some(({ id }) => buffers.has(id));
}

function fitAll(
  graph: Graph,
  buffers: readonly GraphNode[],
  dataset: Dataset,
  state: State,
  compileFor: CompileFor,
): void {
  const ends = [...new Set(buffers.map(({ attributes }) => String(attributes["of"])))];
  const size = isBatched(graph) ? dataset.rows : 1;
  const columns = collect(graph, ends, dataset, compileFor(graph, size, ends), size);
  for (const { id, attributes } of buffers) {
    const { shape, data } = columns.get(String(attributes["of"]))!;
    const target = state.peek(id).shape;
    if (!sameShape(shape, target)) {
      throw new Refusal({
        code: "shape-mismatch",
        at: id,
        got: `rows of shape ${formatShape(shape)} from ${String(attributes["of"])}`,
        need: formatShape(target),
      });
    }
    const statistic = attributes["fit"] === "mean" ? mean : deviation;
    const width = elementCount(shape);
    state.write(
      id,
      Float64Array.from({ length: width }, (_, j) => statistic(data, j, width)),
    );
  }
}

interface Columns {
  /** Of one row. */
  readonly shape: StaticShape;
  readonly data: readonly number[];
}

/** The values of some nodes for every row, one row after another. */
function collect(
  graph: Graph,
  ends: readonly string[],
  dataset: Dataset,
  plan: Plan,
  size: number,
): Map<string, Columns> {
  const memory = rowMemory(graph, dataset, size);
  const all = Uint32Array.from({ length: dataset.rows }, (_, i) => i);
  const collected = new Map<string, { shape: StaticShape; data: number[] }>();
  for (let start = 0; start < dataset.rows; start += size) {
    memory.fill(all.subarray(start, start + size));
    plan.feed(memory.feeds);
    plan.forward();
    for (const end of ends) {
      const { shape, data } = plan.read(end);
      const columns = collected.get(end) ?? { shape: isBatched(graph) ? shape.slice(1) : shape, data: [] };
      for (const x of data) columns.data.push(x);
      collected.set(end, columns);
    }
  }
  return collected;
}

function mean(data: readonly number[], column: number, width: number): number {
  let sum = 0;
  for (let i = column; i < data.length; i += width) sum += data[i]!;
  return sum / (data.length / width);
}

function deviation(data: readonly number[], column: number, width: number): number {
  const center = mean(data, column, width);
  let sum = 0;
  let isConstant = true;
  for (let i = column; i < data.length; i += width) {
    sum += (data[i]! - center) ** 2;
    isConstant &&= data[i] === data[column];
  }
  return isConstant ? 1 : Math.sqrt(sum / (data.length / width));
}
