import { type Place, placeIn, Refusal } from "@chainrule/core";

/** One record of a CSV text. Offsets count UTF-16 units. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** Where each cell begins, opening quote included. */
  readonly starts: readonly number[];
  /** Where the next record begins. */
  readonly next: number;
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

/**
 * Reads the record that begins at an offset. A quoted cell may hold commas, line ends and doubled quotes; a
 * quote anywhere else is refused rather than guessed at.
 * @throws {Refusal} unclosed-quote | stray-quote
 */
export function readRecord(text: string, offset: number, file: string): CsvRecord {
  const cells: string[] = [];
  const starts: number[] = [];
  let at = offset;
  for (;;) {
    starts.push(at);
    const { value, end } = text[at] === '"' ? quotedCell(text, at, file) : plainCell(text, at, file);
    cells.push(value);
    if (text[end] !== ",") return { cells, starts, next: afterLineEnd(text, end) };
    at = end + 1;
  }
}

/** The first offset at or after this one that does not begin a blank line. */
export function skipBlankLines(text: string, offset: number): number {
  let at = offset;
  while (text[at] === "\n" || text[at] === "\r") at++;
  return at;
}

/** The place of the cell, or part of one, that begins at an offset. */
export function placeAt(text: string, offset: number): Place {
  const end = /[,\r\n]/g;
  end.lastIndex = offset;
  return placeIn(text, offset, (end.exec(text)?.index ?? text.length) - offset);
}

function quotedCell(text: string, start: number, file: string): Cell {
  let quote = text.indexOf('"', start + 1);
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  if (quote < 0) {
    const [beginning] = /^"[^,\r\n]*/.exec(text.slice(start, start + 60))!;
    throw new Refusal({
      code: "unclosed-quote",
      file,
      ...placeAt(text, start),
      got: "a quote that is never closed",
      need: 'a closing " (a quote within quotes is written "")',
      try: `${beginning}"`,
    });
  }
  const end = quote + 1;
  if (end < text.length && !/[,\r\n]/.test(text[end]!)) {
    throw strayQuote(text, start, end, file, `${JSON.stringify(text[end])} after a closing quote`);
  }
  return { value: text.slice(start + 1, quote).replaceAll('""', '"'), end };
}

function plainCell(text: string, start: number, file: string): Cell {
  const delimiter = /[",\r\n]/g;
  delimiter.lastIndex = start;
  const end = delimiter.exec(text)?.index ?? text.length;
  if (text[end] === '"')
    throw strayQuote(text, start, end, file, "a quote within a cell that does not begin with one");
  return { value: text.slice(start, end), end };
}

function strayQuote(text: string, start: number, offset: number, file: string, got: string): Refusal {
  const [rest] = /^[^,\r\n]*/.exec(text.slice(offset, offset + 60))!;
  const cell = text.slice(Math.max(start, offset - 60), offset) + rest;
  return new Refusal({
    code: "stray-quote",
    file,
    ...placeAt(text, offset),
    got,
    need: "quotes around the whole cell, and each quote in it doubled",
    try: `"${cell.replaceAll('"', '""')}"`,
  });
}

function afterLineEnd(text: string, offset: number): number {
  return text[offset] === "\r" && text[offset + 1] === "\n" ? offset + 2 : offset + 1;
}
