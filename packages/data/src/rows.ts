import { maximumProblems, type Problem, ProblemList, Refusal } from "@chainrule/core";
import type { Fault, Reader } from "./cell.js";
import type { Binding } from "./columns.js";
import type { Table } from "./csv.js";
import type { DataSpec } from "./section.js";
import { listed, quoted } from "./words.js";

/** The rows of a table whose bound cells all hold values. */
export interface SoundRows {
  /** Their positions in the table, ascending. */
  readonly rows: readonly number[];
  /** What was dropped and why, in one line; empty where nothing was. */
  readonly notes: readonly string[];
}

/** A bound column and how its cells are read; undefined where any text is a label. */
export interface ColumnReader {
  readonly binding: Binding;
  readonly reader: Reader<string> | undefined;
}

interface BadCell {
  readonly position: number;
  readonly text: string;
  /** What does not accept the text; undefined where the text means that there is no value. */
  readonly reader: Reader<string> | undefined;
}

/** A cell's text as it is read: the spaces around it are no part of it. */
export function cellText(table: Table, row: number, position: number): string {
  return table.rows[row]![position]!.trim();
}

/**
 * Looks at every bound cell, and at no other. A cell whose text `missing` lists has no value; a row is bad if a
 * bound cell has none, or one that its input does not take.
 * @throws {Refusal} missing-value | not-a-number | unknown-label, unless `onBadRow` is "skip"; no-rows
 */
export function soundRows(table: Table, columns: readonly ColumnReader[], spec: DataSpec): SoundRows {
  const missing = new Set((spec.missing ?? [""]).map((text) => text.trim()));
  const problems = new ProblemList();
  const rows: number[] = [];
  const dropped: number[] = [];
  const reasons = new Map<string, Set<string>>();
  for (let row = 0; row < table.rows.length && problems.found.length < maximumProblems; row++) {
    const cells = badCells(table, row, columns, missing);
    if (cells.length === 0) rows.push(row);
    else if (spec.onBadRow === "skip") dropped.push(row);
    for (const { position, text, reader } of cells.slice(0, maximumProblems)) {
      if (spec.onBadRow !== "skip")
        problems.add(problemAt(table, row, position, reader?.fault(text) ?? noValue(text)));
      const complaint = reader?.complaint ?? "no value";
      reasons.set(complaint, (reasons.get(complaint) ?? new Set()).add(table.columns[position]!));
    }
  }
  problems.throwIfAny();
  const notes = dropped.length === 0 ? [] : [droppedNote(table, dropped, reasons)];
  if (rows.length > 0) return { rows, notes };
  const empty = { got: "a header and no rows", try: "a line for each row below the header" };
  const none = { got: notes[0] ?? "", try: '"onBadRow": "error" shows every bad cell' };
  const what = dropped.length === 0 ? empty : none;
  throw new Refusal({ code: "no-rows", file: table.file, need: "at least one row to use", ...what });
}

function badCells(
  table: Table,
  row: number,
  columns: readonly ColumnReader[],
  missing: ReadonlySet<string>,
): BadCell[] {
  const bad: BadCell[] = [];
  for (const { binding, reader } of columns) {
    for (const position of binding.positions) {
      const text = cellText(table, row, position);
      if (missing.has(text)) bad.push({ position, text, reader: undefined });
      else if (reader && reader.read(text) === undefined) bad.push({ position, text, reader });
    }
  }
  return bad.sort((a, b) => a.position - b.position);
}

function noValue(text: string): Fault {
  return {
    code: "missing-value",
    got: text === "" ? "an empty cell" : `${quoted(text)}, which means no value`,
    need: "a value in every column that an input takes",
  };
}

function problemAt(table: Table, row: number, position: number, fault: Fault): Problem {
  const skip = '"onBadRow": "skip" drops such rows and says how many';
  return { ...table.placeOf(row, position), at: `column ${table.columns[position]}`, try: skip, ...fault };
}

/** `dropped 2 of 344 rows of penguins.csv (lines 5, 341): no value in bill_length_mm, body_mass_g`. */
function droppedNote(
  table: Table,
  dropped: readonly number[],
  reasons: ReadonlyMap<string, ReadonlySet<string>>,
): string {
  const why = [...reasons].map(([complaint, names]) => `${complaint} in ${listed([...names])}`).join("; ");
  const lines = dropped.slice(0, 5).map((row) => table.placeOf(row).line);
  const more = dropped.length > lines.length ? ", …" : "";
  const where = `${dropped.length === 1 ? "line" : "lines"} ${lines.join(", ")}${more}`;
  return `dropped ${dropped.length} of ${table.rows.length} rows of ${table.file} (${where}): ${why}`;
}
