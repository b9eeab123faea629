import { escapeLabel } from "../escape.js";
import { widthOf } from "./textWidth.js";

/** A line of a table: text in Graphviz's HTML, on a ground of its own or not. */
export type Row = string | { readonly text: string; readonly fill: string };

const plain = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"';
const space = "&#160;";
/** Of a line of text, in points. */
const lineHeight = 17;
const bracketWidth = 4;

export function font(text: string, { size, color }: { size?: number; color: string }): string {
  return `<FONT${size === undefined ? "" : ` POINT-SIZE="${size}"`} COLOR="${color}">${text}</FONT>`;
}

/** Lines, one under the other. */
export function rowsTable(lines: readonly Row[]): string {
  const rows = lines.map((line) =>
    typeof line === "string"
      ? `<TR><TD HEIGHT="${lineHeight}">${line}</TD></TR>`
      : `<TR><TD HEIGHT="${lineHeight}" BGCOLOR="${line.fill}">${space}${line.text}${space}</TD></TR>`,
  );
  return `<TABLE ${plain}>${rows.join("")}</TABLE>`;
}

/** Something with room around it, to keep its distance from an edge or a line of text. */
export function padded(content: string, room = 4): string {
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="${room}"><TR><TD>${content}</TD></TR></TABLE>`;
}

/** A table of a fixed size: others are stretched to the width of the box that they stand in. */
export function fixedTable(rows: string, width: number, height: number): string {
  return `<TABLE ${plain} FIXEDSIZE="TRUE" WIDTH="${Math.ceil(width)}" HEIGHT="${Math.ceil(height)}">${rows}</TABLE>`;
}

/** Numbers in square brackets, which are cells that have borders on three sides. */
export function matrixTable(cells: readonly (readonly string[])[], sign: string, color: string): string {
  const height = lineHeight * cells.length;
  const signWidth = sign === "" ? 0 : widthOf(`${sign} `);
  const widths = cells[0]!.map((_, column) =>
    Math.max(...cells.map((row) => Math.ceil(widthOf(` ${row[column]!} `)))),
  );
  const bracket = (sides: string): string =>
    `<TD ROWSPAN="${cells.length}" FIXEDSIZE="TRUE" WIDTH="${bracketWidth}" HEIGHT="${height}" BORDER="1" SIDES="${sides}" COLOR="${color}"></TD>`;
  const head =
    sign === ""
      ? ""
      : `<TD ROWSPAN="${cells.length}" ALIGN="LEFT" WIDTH="${Math.ceil(signWidth)}">${font(escapeLabel(sign), { color })}</TD>`;
  const rows = cells.map((row, i) => {
    const numbers = row.map(
      (cell, column) =>
        `<TD ALIGN="RIGHT" WIDTH="${widths[column]!}" HEIGHT="${lineHeight}">${font(`${escapeLabel(cell)}${space}`, { color })}</TD>`,
    );
    const [before, after] = i > 0 ? ["", ""] : [head + bracket("LTB"), bracket("RTB")];
    return `<TR>${before}${numbers.join("")}${after}</TR>`;
  });
  const width = signWidth + 2 * bracketWidth + widths.reduce((sum, one) => sum + one, 0);
  return padded(fixedTable(rows.join(""), width + 1, height + 1), 2);
}
