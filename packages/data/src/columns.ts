import {
  formatShape,
  type GraphNode,
  maximumProblems,
  type Path,
  type Problem,
  ProblemList,
  Refusal,
} from "@chainrule/core";
import { type Field, fieldOf, ownValue } from "./field.js";
import type { DataSpec } from "./section.js";
import type { Table } from "./table.js";
import { listed, nearTo, quoted } from "./words.js";

/** The columns of a table that one input takes, in the order of its elements. */
export interface Binding {
  readonly field: Field;
  /** Positions in `table.columns`, one for each value of a row. */
  readonly positions: readonly number[];
}

/** What of a table matters here: its name and its header. */
type Columns = Pick<Table<unknown>, "file" | "columns">;

/**
 * Finds the columns of each input: those that `columns` lists, else for an input of one value a row the column
 * of its own name.
 * @throws {Refusal} unbound-input | unknown-column | duplicate-column | column-count, every input's at once
 */
export function bindColumns(table: Columns, spec: DataSpec, inputs: readonly GraphNode[]): Binding[] {
  const header = new Map(table.columns.map((name, position) => [name, position]));
  const problems = new ProblemList();
  const bindings = inputs.map((input) =>
    problems.attempt(() => {
      const field = fieldOf(input, spec);
      const given = ownValue(spec.columns, field.id);
      const positions =
        given === undefined
          ? [ownColumn(table, header, field, input)]
          : listedColumns(table, header, given, { field, input });
      return { field, positions };
    }),
  );
  problems.throwIfAny();
  return bindings.filter((binding) => binding !== undefined);
}

type Header = ReadonlyMap<string, number>;

function listedColumns(
  table: Columns,
  header: Header,
  given: string | readonly string[],
  { field, input }: { field: Field; input: GraphNode },
): number[] {
  const path: Path = ["data", "columns", field.id];
  const names = typeof given === "string" ? [given] : given;
  const problems = new ProblemList();
  const positions = new Set<number>();
  for (const [i, name] of names.entries()) {
    const position = header.get(name);
    const place = { path: typeof given === "string" ? path : [...path, i] };
    if (position === undefined) problems.add({ ...place, ...unknownColumn(name, table) });
    else if (positions.has(position)) {
      const taken = new Set(names);
      const others = table.columns.filter((column) => !taken.has(column));
      const need = `another column of ${table.file} than those before it: ${listed(others)}`;
      problems.add({ ...place, code: "duplicate-column", got: `${quoted(name)} twice`, need });
    } else positions.add(position);
    if (problems.found.length === maximumProblems) break;
  }
  if (names.length !== field.width) {
    problems.add({
      code: "column-count",
      path,
      got: `${names.length} ${names.length === 1 ? "column" : "columns"}`,
      need: `${field.width} for input ${field.id} of shape ${formatShape(input.shape)}`,
      ...(field.rowShape.length === 1 && !field.oneHot && { try: `"shape": ["N", ${names.length}]` }),
    });
  }
  problems.throwIfAny();
  return [...positions];
}

function unknownColumn(name: string, { file, columns }: Columns): Problem {
  const need = `a column of ${file}: ${listed(columns)}`;
  return { code: "unknown-column", got: quoted(name), need, ...nearTo(name, columns) };
}

function ownColumn(table: Columns, header: Header, field: Field, input: GraphNode): number {
  const position = header.get(field.id);
  const single = field.width === 1;
  if (position !== undefined && single) return position;
  const example = (single && nearTo(field.id, table.columns).try) || '"…"';
  throw new Refusal({
    code: "unbound-input",
    path: ["data", "columns"],
    at: field.id,
    got: `no columns for input ${field.id} of shape ${formatShape(input.shape)}`,
    need: `${single ? "a column" : `a list of ${field.width} columns`} of ${table.file}: ${listed(table.columns)}`,
    try: `"columns": { ${JSON.stringify(field.id)}: ${single ? example : `[${example}]`} }`,
  });
}
