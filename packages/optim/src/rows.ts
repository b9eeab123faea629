import {
  allocate,
  dataInputs,
  type Dataset,
  elementCount,
  type Feeds,
  formatShape,
  type Graph,
  Refusal,
  suggest,
  type Tensor,
} from "@chainrule/core";

/** Copies rows of one tensor, in the order of `indices`, to the beginning of `target`. */
export function copyRows(source: Tensor, indices: ArrayLike<number>, target: Tensor): void {
  const width = elementCount(source.shape.slice(1));
  const from = source.data;
  const to = target.data;
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * width;
    for (let j = 0; j < width; j++) to[i * width + j] = from[start + j]!;
  }
}

/** New tensors with these rows of every column. */
export function takeRows(dataset: Dataset, indices: ArrayLike<number>): Feeds {
  const take = (source: Tensor): Tensor => {
    const shape = [indices.length, ...source.shape.slice(1)];
    const target = { dtype: source.dtype, shape, data: allocate(source.dtype, elementCount(shape)) };
    copyRows(source, indices, target);
    return target;
  };
  return Object.fromEntries(Object.entries(dataset.columns).map(([name, column]) => [name, take(column)]));
}

/** Feeds of one size that are filled again and again: a step allocates nothing. */
export interface RowMemory {
  readonly feeds: Feeds;
  /** Copies rows into the feeds; as many as the memory was made for. */
  fill(indices: ArrayLike<number>): void;
}

/** Whether a graph takes many examples at a time; one without `N` takes one. */
export function isBatched(graph: Graph): boolean {
  return dataInputs(graph).some(({ shape }) => shape[0] === "N");
}

/** Memory for `size` rows of a dataset, in the dtypes of the graph's inputs. */
export function rowMemory(graph: Graph, dataset: Dataset, size: number): RowMemory {
  const batched = isBatched(graph);
  const pairs = dataInputs(graph).map(({ id, dtype }) => {
    const source = dataset.columns[id]!;
    const row = source.shape.slice(1);
    const shape = batched ? [size, ...row] : row;
    return { id, source, target: { dtype, shape, data: allocate(dtype, elementCount(shape)) } };
  });
  return {
    feeds: Object.fromEntries(pairs.map(({ id, target }) => [id, target])),
    fill(indices) {
      for (const { source, target } of pairs) copyRows(source, indices, target);
    },
  };
}

/**
 * Checks that a dataset has a column of fitting shape for every input.
 * @throws {Refusal} no-rows | missing-column | shape-mismatch
 */
export function checkColumns(graph: Graph, dataset: Dataset, name: string): void {
  if (dataset.rows === 0) {
    throw new Refusal({ code: "no-rows", at: `data ${name}`, got: "no rows", need: "at least one row" });
  }
  const batched = isBatched(graph);
  for (const { id, shape } of dataInputs(graph)) {
    const column = Object.hasOwn(dataset.columns, id) ? dataset.columns[id] : undefined;
    if (column === undefined) {
      throw new Refusal({
        code: "missing-column",
        at: `data ${name}`,
        got: `no column for input ${id}`,
        need: `a column for every input: ${dataInputs(graph)
          .map((input) => input.id)
          .join(", ")}`,
        ...suggest(id, Object.keys(dataset.columns)),
      });
    }
    const wanted = batched ? shape.slice(1) : shape;
    const row = column.shape.slice(1);
    const fits =
      row.length === wanted.length && wanted.every((dim, i) => typeof dim === "string" || dim === row[i]);
    if (column.shape[0] !== dataset.rows || !fits) {
      throw new Refusal({
        code: "shape-mismatch",
        at: `data ${name}, input ${id}`,
        got: formatShape(column.shape),
        need: formatShape([dataset.rows, ...wanted]),
      });
    }
  }
}
