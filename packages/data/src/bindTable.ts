import type { GraphNode, Limits, Tensor } from "@chainrule/core";
import type { BindOptions, Bound } from "./bound.js";
import { labelTexts, numberTexts, type Reader } from "./cell.js";
import { type Binding, bindColumns } from "./columns.js";
import type { Table } from "./csv.js";
import { type Field, fillTensor } from "./field.js";
import { findLabels, givenLabels } from "./labels.js";
import { cellText, soundRows } from "./rows.js";
import type { DataSpec } from "./section.js";

/**
 * Binds a table's columns to a graph's inputs: numbers for plain inputs, class numbers or one-hot rows for
 * categories. Columns that no input takes are never looked at.
 * @param inputs the graph's input nodes
 * @returns one tensor for each input, of the input's dtype, rows along axis 0 in file order
 * @throws {Refusal} what {@link bindColumns}, {@link soundRows}, {@link givenLabels} and {@link findLabels} throw
 */
export function bindTable(
  table: Table,
  spec: DataSpec,
  inputs: readonly GraphNode[],
  { labels: saved, only, limits }: BindOptions = {},
): Bound {
  const wanted = only === undefined ? inputs : inputs.filter(({ id }) => only.includes(id));
  const bindings = bindColumns(table, spec, wanted);
  const given = bindings.map(({ field }) => givenLabels(field, spec, saved));
  const readers = bindings.map((binding, i) => ({ binding, reader: readerOf(binding.field, given[i]) }));
  const { rows, notes } = soundRows(table, readers, spec);
  const labels: Record<string, readonly string[]> = {};
  const columns: Record<string, Tensor> = {};
  bindings.forEach((binding, i) => {
    const { field } = binding;
    const settled = given[i] ?? occurringLabels(table, binding, rows);
    if (settled !== undefined) labels[field.id] = settled;
    columns[field.id] = readTensor(table, binding, readerOf(field, settled)!, rows, limits);
  });
  return { dataset: { rows: rows.length, columns }, labels, notes, sourceRows: rows };
}

/** Undefined for a category whose labels are not known yet. */
function readerOf(field: Field, labels: readonly string[] | undefined): Reader<string> | undefined {
  if (field.classes === undefined) return numberTexts(field.dtype);
  return labels && labelTexts(labels);
}

function occurringLabels(table: Table, binding: Binding, rows: readonly number[]): string[] | undefined {
  const { field, positions } = binding;
  if (field.classes === undefined) return undefined;
  const texts = new Set<string>();
  for (const row of rows) for (const position of positions) texts.add(cellText(table, row, position));
  const names = positions.map((position) => table.columns[position]!);
  return findLabels(field, texts, { file: table.file, at: `column ${names.join(", ")}` });
}

function readTensor(
  table: Table,
  { field, positions }: Binding,
  reader: Reader<string>,
  rows: readonly number[],
  limits: Limits | undefined,
): Tensor {
  const valueAt = (row: number, cell: number): number =>
    reader.read(cellText(table, rows[row]!, positions[cell]!))!;
  return fillTensor(field, rows.length, valueAt, limits);
}
