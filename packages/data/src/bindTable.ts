import type { GraphNode, Limits, Tensor } from "@chainrule/core";
import type { BindOptions, Bound } from "./bound.js";
import type { Reader } from "./cell.js";
import { type Binding, bindColumns } from "./columns.js";
import { type Field, fillTensor } from "./field.js";
import { findLabels, givenLabels } from "./labels.js";
import { soundRows } from "./rows.js";
import type { DataSpec } from "./section.js";
import type { CellKind, Table } from "./table.js";

/**
 * Binds a table's columns to a graph's inputs: numbers for plain inputs, class numbers or one-hot rows for
 * categories. Columns that no input takes are never looked at.
 * @param inputs the graph's input nodes
 * @returns one tensor for each input, of the input's dtype, rows along axis 0 in the table's order
 * @throws {Refusal} what {@link bindColumns}, {@link soundRows}, {@link givenLabels} and {@link findLabels} throw
 */
export function bindTable<Cell>(
  table: Table<Cell>,
  spec: DataSpec,
  inputs: readonly GraphNode[],
  { labels: saved, only, limits }: BindOptions = {},
): Bound {
  const wanted = only === undefined ? inputs : inputs.filter(({ id }) => only.includes(id));
  const bindings = bindColumns(table, spec, wanted);
  const given = bindings.map(({ field }) => givenLabels(field, spec, saved));
  const readers = bindings.map((binding, i) => ({
    binding,
    reader: readerOf(table.kind, binding.field, given[i]),
  }));
  const { rows, notes } = soundRows(table, readers, spec);
  const labels: Record<string, readonly string[]> = {};
  const columns: Record<string, Tensor> = {};
  bindings.forEach((binding, i) => {
    const { field } = binding;
    const settled = given[i] ?? occurringLabels(table, binding, rows);
    if (settled !== undefined) labels[field.id] = settled;
    columns[field.id] = readTensor(table, binding, readerOf(table.kind, field, settled), rows, limits);
  });
  return { dataset: { rows: rows.length, columns }, labels, notes, sourceRows: rows };
}

function readerOf<Cell>(
  kind: CellKind<Cell>,
  field: Field,
  labels: readonly string[] | undefined,
): Reader<Cell> {
  return field.classes === undefined ? kind.numbers(field.dtype) : kind.labels(labels);
}

function occurringLabels<Cell>(
  table: Table<Cell>,
  binding: Binding,
  rows: readonly number[],
): string[] | undefined {
  const { field, positions } = binding;
  if (field.classes === undefined) return undefined;
  const texts = new Set<string>();
  for (const row of rows)
    for (const position of positions) texts.add(table.kind.labelOf(table.cellAt(row, position)));
  const names = positions.map((position) => table.columns[position]!);
  return findLabels(field, texts, { ...table.place, at: `column ${names.join(", ")}` });
}

function readTensor<Cell>(
  table: Table<Cell>,
  { field, positions }: Binding,
  reader: Reader<Cell>,
  rows: readonly number[],
  limits: Limits | undefined,
): Tensor {
  const valueAt = (row: number, cell: number): number =>
    reader.read(table.cellAt(rows[row]!, positions[cell]!))!;
  return fillTensor(field, rows.length, valueAt, limits);
}
