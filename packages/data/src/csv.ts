import {
  defaultLimits,
  type Limits,
  maximumProblems,
  type Problem,
  ProblemList,
  Refusal,
} from "@chainrule/core";
import { type CsvRecord, placeAt, readRecord, skipBlankLines } from "./csvRecord.js";
import type { Table } from "./table.js";
import { textCells } from "./textCells.js";
import { quoted } from "./words.js";

/** A CSV file as text cells: a header and rows of equal length. */
export interface CsvTable extends Table {
  /** Cells exactly as they were written. */
  readonly rows: readonly (readonly string[])[];
}

export interface CsvOptions {
  readonly file: string;
  readonly limits?: Limits;
}

/**
 * Reads comma-separated values whose first record is the header. Lines end with LF, CRLF or CR; a byte order
 * mark and blank lines are passed over; cells are kept exactly as written.
 * @throws {Refusal} file-too-large | not-text | empty-file | duplicate-column | ragged-row | too-many-rows |
 *   unclosed-quote | stray-quote
 * @see RFC 4180
 */
export function parseCsv(content: string, { file, limits = defaultLimits }: CsvOptions): CsvTable {
  const text = content.startsWith("\uFEFF") ? content.slice(1) : content;
  refuseUnreadable(text, file, limits);
  const records = recordsOf(text, file);
  const header = records.next().value;
  if (header === undefined) {
    throw new Refusal({
      code: "empty-file",
      file,
      got: "no lines",
      need: "a header line and rows",
      try: "a first line that names the columns, such as x,y",
    });
  }
  refuseDuplicates(header, text, file);
  const problems = new ProblemList();
  const rows: (readonly string[])[] = [];
  const offsets: number[] = [];
  for (const record of records) {
    if (record.cells.length !== header.cells.length) problems.add(ragged(record, header, text, file));
    if (problems.found.length === maximumProblems) break;
    if (rows.length === limits.rows) throw tooManyRows(record, text, file, limits);
    rows.push(record.cells);
    offsets.push(record.starts[0]!);
  }
  problems.throwIfAny();
  return Object.freeze({
    file,
    place: { file },
    columns: header.cells,
    rows,
    rowCount: rows.length,
    kind: textCells,
    cellAt: (row: number, position: number) => rows[row]![position]!.trim(),
    placeOf: (row: number, cell = 0) => {
      const { starts } = readRecord(text, offsets[row]!, file);
      return { file, ...placeAt(text, starts[cell]!) };
    },
  });
}

function* recordsOf(text: string, file: string): Generator<CsvRecord, undefined> {
  let offset = skipBlankLines(text, 0);
  while (offset < text.length) {
    const record = readRecord(text, offset, file);
    yield record;
    offset = skipBlankLines(text, record.next);
  }
}

function refuseUnreadable(text: string, file: string, limits: Limits): void {
  // A UTF-16 unit is at least one byte of UTF-8, so nothing that fits is refused here.
  if (text.length > limits.dataBytes) {
    throw new Refusal({
      code: "file-too-large",
      file,
      got: `more than ${limits.dataBytes} bytes`,
      need: `at most ${limits.dataBytes}`,
    });
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) {
    throw new Refusal({
      code: "not-text",
      file,
      ...placeAt(text, zero),
      got: "a NUL character",
      need: "text in UTF-8 (UTF-16 and spreadsheet files are not)",
      try: "save or export it as CSV in UTF-8",
    });
  }
}

function refuseDuplicates(header: CsvRecord, text: string, file: string): void {
  const problems = new ProblemList();
  const seen = new Set<string>();
  for (const [i, name] of header.cells.entries()) {
    if (seen.has(name) && problems.found.length < maximumProblems) {
      problems.add({
        code: "duplicate-column",
        file,
        ...placeAt(text, header.starts[i]!),
        got: `a second column ${quoted(name)}`,
        need: "a different name for each column",
        try: quoted(`${name}_2`),
      });
    }
    seen.add(name);
  }
  problems.throwIfAny();
}

function ragged(record: CsvRecord, header: CsvRecord, text: string, file: string): Problem {
  const count = record.cells.length;
  return {
    code: "ragged-row",
    file,
    ...placeAt(text, record.starts[0]!),
    got: `${count} ${count === 1 ? "cell" : "cells"}`,
    need: `${header.cells.length}, as in the header`,
    try:
      count > header.cells.length
        ? 'quotes around a cell that holds a comma: "a, b"'
        : "a comma for each empty cell",
  };
}

function tooManyRows(record: CsvRecord, text: string, file: string, { rows }: Limits): Refusal {
  const place = placeAt(text, record.starts[0]!);
  return new Refusal({
    code: "too-many-rows",
    file,
    ...place,
    got: `more than ${rows} rows`,
    need: `at most ${rows}`,
  });
}
