import { type GraphNode, ProblemList, Refusal, type Tensor } from "@chainrule/core";
import type { BindOptions, Bound } from "./bound.js";
import { holds } from "./cell.js";
import { type Field, fieldOf, fillTensor, ownValue } from "./field.js";
import { type GeneratedBinding, takenColumn } from "./generatedColumns.js";
import type { Generated } from "./generator.js";
import { givenLabels } from "./labels.js";
import type { DataSpec } from "./section.js";

/**
 * Binds generated rows to a graph's inputs: each takes one column, whole.
 * @param name of the generator, for messages
 * @param inputs the graph's input nodes
 * @throws {Refusal} not-a-number | bad-class | too-many-elements; what {@link takenColumn}, {@link fieldOf} and
 *   {@link givenLabels} throw, every input's at once
 */
export function bindGenerated(
  name: string,
  generated: Generated,
  spec: DataSpec,
  inputs: readonly GraphNode[],
  { labels: saved, only, limits }: BindOptions = {},
): Bound {
  const wanted = only === undefined ? inputs : inputs.filter(({ id }) => only.includes(id));
  const problems = new ProblemList();
  const labels: Record<string, readonly string[]> = {};
  const bindings = wanted.map((input) =>
    problems.attempt(() => {
      const field = fieldOf(input, spec);
      const binding = { field, column: takenColumn(name, generated, spec, { field, input }) };
      const listed = givenLabels(field, spec, saved);
      if (listed !== undefined) labels[field.id] = listed;
      return binding;
    }),
  );
  problems.throwIfAny();
  const columns: Record<string, Tensor> = {};
  for (const binding of bindings) {
    if (binding === undefined) continue;
    const valueAt = reader(name, generated, binding);
    columns[binding.field.id] = fillTensor(binding.field, generated.rows, valueAt, limits);
  }
  return {
    dataset: { rows: generated.rows, columns },
    labels,
    notes: [],
    sourceRows: Array.from({ length: generated.rows }, (_, i) => i),
  };
}

/** Reads a column's values in order; a row is computed once. */
function reader(name: string, generated: Generated, { field, column }: GeneratedBinding) {
  const made = generated.columns[column]!;
  const classes = "classes" in made ? made.classes : undefined;
  let current = -1;
  let values: readonly number[] = [];
  return (row: number, cell: number): number => {
    if (row !== current) {
      values = ownValue(generated.row(row), column) ?? [];
      current = row;
    }
    const value = values[cell] ?? NaN;
    const fits = classes === undefined ? holds(field.dtype, value) : isClass(value, classes);
    if (fits) return value;
    throw new Refusal({
      code: classes === undefined ? "not-a-number" : "bad-class",
      path: ["data", "generator"],
      at: field.id,
      got: `${value} in row ${row} of column ${column} of generator ${name}`,
      need: needOf(field, classes),
    });
  };
}

function isClass(value: number, classes: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < classes;
}

function needOf({ dtype }: Field, classes: number | undefined): string {
  return classes === undefined ? `a finite ${dtype} number` : `a class number from 0 to ${classes - 1}`;
}
