import { csvFormatRow } from "d3-dsv";

/**
 * Comma-separated text, one line for each row, that {@link parseCsv} reads back cell for cell. Cells are quoted
 * where they must be; numbers are written in their shortest exact form.
 * @param columns the header
 */
export function writeCsv(columns: readonly string[], rows: Iterable<readonly (string | number)[]>): string {
  const lines = [lineOf(columns)];
  for (const row of rows) lines.push(lineOf(row));
  return lines.join("");
}

function lineOf(cells: readonly (string | number)[]): string {
  // A lone empty cell would be a blank line, which readers pass over.
  const line = cells.length === 1 && cells[0] === "" ? '""' : csvFormatRow(cells.map(String));
  return `${line}\n`;
}
