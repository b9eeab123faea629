import {
  checkForm,
  defaultLimits,
  type Limits,
  parseDocument,
  type Path,
  placed,
  placeOf,
  Refusal,
} from "@chainrule/core";
import { ownValue } from "./field.js";
import { jsonCells } from "./jsonCells.js";
import { type JsonRow, rowList } from "./section.js";
import type { Table } from "./table.js";

export interface JsonRowsOptions {
  readonly file: string;
  readonly limits?: Limits;
}

/**
 * Reads a JSON file that holds a list of objects, one for each row. The columns are the keys that occur in any
 * of them; a key that a row lacks has no value there. A JSON document is held in memory as a tree of places, so
 * it may be as large as a spec (`limits.documentBytes`); larger tables are for CSV.
 * @throws {Refusal} too-large | too-deep | syntax | duplicate-key | forbidden-key | wrong-type | no-rows |
 *   too-many-rows, with line and column
 */
export function parseJsonRows(
  text: string,
  { file, limits = defaultLimits }: JsonRowsOptions,
): Table<unknown> {
  const document = parseDocument(text, file, limits);
  return placed(document, () => {
    const rows = checkForm(rowList, document.value, []);
    return tableOf(rows, { file, limits, place: { file }, placeOf: (path) => placeOf(document, path) });
  });
}

/**
 * Rows that stand in the spec itself, under `data.rows`; like {@link parseJsonRows}.
 * @throws {Refusal} no-rows | too-many-rows
 */
export function inlineRows(rows: readonly JsonRow[], limits: Limits = defaultLimits): Table<unknown> {
  const path: Path = ["data", "rows"];
  return tableOf(rows, {
    file: "data.rows",
    limits,
    place: { path },
    placeOf: (inner) => ({ path: [...path, ...inner] }),
  });
}

interface Origin {
  readonly file: string;
  readonly limits: Limits;
  readonly place: Table["place"];
  /** The place of what stands at a path within the list. */
  readonly placeOf: (path: Path) => ReturnType<Table["placeOf"]>;
}

function tableOf(rows: readonly JsonRow[], { file, limits, place, placeOf }: Origin): Table<unknown> {
  if (rows.length === 0) {
    const need = "at least one row, an object with a value for each column";
    throw new Refusal({ code: "no-rows", ...place, got: "an empty list", need });
  }
  if (rows.length > limits.rows) {
    const got = `${rows.length} rows`;
    throw new Refusal({ code: "too-many-rows", ...place, got, need: `at most ${limits.rows}` });
  }
  const names = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) names.add(key);
  const columns = [...names];
  return Object.freeze({
    file,
    place,
    columns,
    rowCount: rows.length,
    kind: jsonCells,
    cellAt(row: number, position: number) {
      const value = ownValue(rows[row], columns[position]!);
      return typeof value === "string" ? value.trim() : value;
    },
    placeOf: (row: number, position?: number) =>
      placeOf(position === undefined ? [row] : [row, columns[position]!]),
  });
}
