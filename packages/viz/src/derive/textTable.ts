/**
 * Aligned text: rows of cells, each of one line or more; two spaces before every row and between columns.
 */
export function textTable(rows: readonly (readonly (readonly string[])[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, ...cell.map(widthOf))));
  }
  return rows
    .flatMap((row) => {
      const height = Math.max(...row.map((cell) => cell.length));
      return Array.from({ length: height }, (_, k) =>
        `  ${row.map((cell, i) => pad(cell[k] ?? "", widths[i]!)).join("  ")}`.trimEnd(),
      );
    })
    .map((line) => `${line}\n`)
    .join("");
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** Columns of a terminal: a combining mark, such as a hat over a letter without one of its own, takes none. */
function widthOf(text: string): number {
  return [...text.replaceAll(/\p{M}/gu, "")].length;
}
