import { maximumProblems, type Problem, ProblemList, Refusal } from "@chainrule/core";
import type { Fault, Reader } from "./cell.js";
import type { Binding } from "./columns.js";
import type { DataSpec } from "./section.js";
import type { Table } from "./table.js";
import { listed } from "./words.js";

/** The rows of a table whose bound cells all hold values. */
export interface SoundRows {
  /** Their positions in the table, ascending. */
  readonly rows: readonly number[];
  /** What was dropped and why, in one line; empty where nothing was. */
  readonly notes: readonly string[];
}

/** A bound column and how its cells are read. */
export interface ColumnReader<Cell> {
  readonly binding: Binding;
  readonly reader: Reader<Cell>;
}

interface BadCell {
  readonly position: number;
  readonly complaint: string;
  /** Asked for only where it will be told. */
  readonly fault: () => Fault;
}

/**
 * Looks at every bound cell, and at no other. A cell whose text `missing` lists has no value; a row is bad if a
 * bound cell has none, or one that its input does not take.
 * @throws {Refusal} missing-value | not-a-number | unknown-label | not-a-label, unless `onBadRow` is "skip"; no-rows
 */
export function soundRows<Cell>(
  table: Table<Cell>,
  columns: readonly ColumnReader<Cell>[],
  spec: DataSpec,
): SoundRows {
  const missing = new Set((spec.missing ?? [""]).map((text) => text.trim()));
  const problems = new ProblemList();
  const rows: number[] = [];
  const dropped: number[] = [];
  const reasons = new Map<string, Set<string>>();
  for (let row = 0; row < table.rowCount && problems.found.length < maximumProblems; row++) {
    const cells = badCells(table, row, columns, missing);
    if (cells.length === 0) rows.push(row);
    else if (spec.onBadRow === "skip") dropped.push(row);
    for (const { position, complaint, fault } of cells.slice(0, maximumProblems)) {
      if (spec.onBadRow !== "skip") problems.add(problemAt(table, row, position, fault()));
      reasons.set(complaint, (reasons.get(complaint) ?? new Set()).add(table.columns[position]!));
    }
  }
  problems.throwIfAny();
  const notes = dropped.length === 0 ? [] : [droppedNote(table, dropped, reasons)];
  if (rows.length > 0) return { rows, notes };
  // Only a CSV file has columns without rows: those of JSON rows are the rows' own keys.
  const empty = { got: "a header and no rows", try: "a line for each row below the header" };
  const none = { got: notes[0] ?? "", try: '"onBadRow": "error" shows every bad cell' };
  const what = dropped.length === 0 ? empty : none;
  throw new Refusal({ code: "no-rows", ...table.place, need: "at least one row to use", ...what });
}

function badCells<Cell>(
  table: Table<Cell>,
  row: number,
  columns: readonly ColumnReader<Cell>[],
  missing: ReadonlySet<string>,
): BadCell[] {
  const bad: BadCell[] = [];
  for (const { binding, reader } of columns) {
    for (const position of binding.positions) {
      const cell = table.cellAt(row, position);
      const absence = table.kind.absence(cell, missing);
      if (absence !== undefined) bad.push({ position, complaint: "no value", fault: () => noValue(absence) });
      else if (reader.read(cell) === undefined)
        bad.push({ position, complaint: reader.complaint, fault: () => reader.fault(cell) });
    }
  }
  return bad.sort((a, b) => a.position - b.position);
}

function noValue(got: string): Fault {
  return { code: "missing-value", got, need: "a value in every column that an input takes" };
}

function problemAt(table: Table<unknown>, row: number, position: number, fault: Fault): Problem {
  const skip = '"onBadRow": "skip" drops such rows and says how many';
  return { ...table.placeOf(row, position), at: `column ${table.columns[position]}`, try: skip, ...fault };
}

/** `dropped 2 of 344 rows of penguins.csv (lines 5, 341): no value in bill_length_mm, body_mass_g`. */
function droppedNote(
  table: Table<unknown>,
  dropped: readonly number[],
  reasons: ReadonlyMap<string, ReadonlySet<string>>,
): string {
  const why = [...reasons].map(([complaint, names]) => `${complaint} in ${listed([...names])}`).join("; ");
  const shown = dropped.slice(0, 5);
  const lines = shown.flatMap((row) => table.placeOf(row).line ?? []);
  // Rows within the spec are called by their index, as the paths of refusals call them.
  const [noun, numbers] = lines.length > 0 ? ["line", lines] : ["row", shown];
  const more = dropped.length > shown.length ? ", …" : "";
  const where = `${noun}${dropped.length === 1 ? "" : "s"} ${numbers.join(", ")}${more}`;
  return `dropped ${dropped.length} of ${table.rowCount} rows of ${table.file} (${where}): ${why}`;
}
