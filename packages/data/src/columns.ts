import {
  formatShape,
  type GraphNode,
  nearest,
  type Path,
  type Problem,
  ProblemList,
  Refusal,
  suggest,
} from "@chainrule/core";
import type { Table } from "./csv.js";
import { type Field, fieldOf, ownValue } from "./field.js";
import { listed } from "./cell.js";
import type { DataSpec } from "./section.js";

/** The columns of a table that one input takes, in the order of its elements. */
export interface Binding {
  readonly field: Field;
  /** Positions in `table.columns`, one for each value of a row. */
  readonly positions: readonly number[];
}

/**
 * Finds the columns of each input: those that `columns` lists, else for an input of one value a row the column
 * of its own name.
 * @throws {Refusal} unbound-input | unknown-column | duplicate-column | column-count, every input's at once
 */
export function bindColumns(table: Table, spec: DataSpec, inputs: readonly GraphNode[]): Binding[] {
  const problems = new ProblemList();
  const bindings = inputs.map((input) => problems.attempt(() => bindInput(table, spec, input)));
  problems.throwIfAny();
  return bindings.filter((binding) => binding !== undefined);
}

function bindInput(table: Table, spec: DataSpec, input: GraphNode): Binding {
  const field = fieldOf(input, spec);
  const given = ownValue(spec.columns, field.id);
  if (given === undefined) return { field, positions: [ownColumn(table, field, input)] };
  const names = typeof given === "string" ? [given] : given;
  const path: Path = ["data", "columns", field.id];
  const problems = names.flatMap((_, i) =>
    nameProblems(table, names, i, given === names ? [...path, i] : path),
  );
  if (names.length !== field.width) {
    problems.push({
      code: "column-count",
      path,
      got: `${names.length} ${names.length === 1 ? "column" : "columns"}`,
      need: `${field.width} for input ${field.id} of shape ${formatShape(input.shape)}`,
      ...(field.rowShape.length === 1 && !field.oneHot && { try: `"shape": ["N", ${names.length}]` }),
    });
  }
  if (problems.length > 0) throw new Refusal(problems);
  return { field, positions: names.map((name) => table.columns.indexOf(name)) };
}

function nameProblems(table: Table, names: readonly string[], i: number, path: Path): Problem[] {
  const name = names[i]!;
  const got = JSON.stringify(name);
  if (names.indexOf(name) !== i) {
    return [{ code: "duplicate-column", path, got: `${got} twice`, need: "each column once for an input" }];
  }
  if (table.columns.includes(name)) return [];
  const need = `a column of ${table.file}: ${listed(table.columns)}`;
  return [{ code: "unknown-column", path, got, need, ...suggest(name, table.columns) }];
}

function ownColumn(table: Table, field: Field, input: GraphNode): number {
  const position = table.columns.indexOf(field.id);
  if (position >= 0 && field.width === 1) return position;
  const id = JSON.stringify(field.id);
  const single = field.width === 1;
  const example = JSON.stringify((single && nearest(field.id, table.columns)) || "…");
  throw new Refusal({
    code: "unbound-input",
    path: ["data", "columns"],
    at: field.id,
    got: `no columns for input ${field.id} of shape ${formatShape(input.shape)}`,
    need: `${single ? "a column" : `a list of ${field.width} columns`} of ${table.file}: ${listed(table.columns)}`,
    try: `"columns": { ${id}: ${single ? example : `[${example}]`} }`,
  });
}
