import { elide, escapeLabel } from "../escape.js";
import type { Box, Note } from "../view/model.js";
import type { Theme } from "../theme.js";
import { font, matrixTable, rowsTable } from "./dotTable.js";
import { shapeTable } from "./dotShape.js";

/** Of titles, in points, which are pixels at natural size; everything else has the size that nodes have. */
const titleSize = 14;

/**
 * A box's text as the inside of an HTML-like label: its name, what it is, then its shape and numbers. A table, because
 * line breaks in a label of several sizes are set unevenly.
 */
export function labelOf(box: Box, theme: Theme): string {
  const look = theme.looks[box.role];
  const color = look.text ?? theme.text;
  const title = escapeLabel(elide(box.title)) || " ";
  const lines = [
    look.small ? font(title, { color }) : `<B>${font(title, { size: titleSize, color })}</B>`,
    ...box.lines.map((line) => escapeLabel(elide(line, 60))),
    ...valueLines(box, theme),
    ...noteLines(box.gradient, "∂ = ", theme.gradient),
    ...(box.cost === undefined ? [] : [escapeLabel(box.cost)]),
  ];
  const mark =
    box.saved === undefined
      ? []
      : [{ text: font(escapeLabel(elide(box.saved)), { color: theme.saved.text }), fill: theme.saved.fill }];
  return lines.length === 1 && mark.length === 0 ? lines[0]! : rowsTable([...lines, ...mark]);
}

/** `[N, 2] = (0.1, -1.1)` on one line, or the shape above a value of several lines. */
function valueLines({ shape, shapeBox, value }: Box, theme: Theme): string[] {
  const numbers = noteLines(value, "= ", theme.value);
  if (shapeBox !== undefined) return [shapeTable(shapeBox, theme), ...numbers];
  if (shape === "") return numbers;
  const dims = escapeLabel(elide(shape));
  return numbers.length === 1 && value?.cells === undefined ? [`${dims} ${numbers[0]!}`] : [dims, ...numbers];
}

/** Numbers, with a sign before the first line; what is no number is in italics. A small matrix stands in brackets. */
export function noteLines(note: Note | undefined, sign: string, color: string): string[] {
  if (note === undefined) return [];
  if (note.cells !== undefined) return [matrixTable(note.cells, sign.trim(), color)];
  return note.lines.map((line, i) => {
    const start = i > 0 ? "" : note.state === "no path" ? sign.replace("= ", "") : sign;
    const text = font(escapeLabel(start + line), { color });
    return note.state === "value" ? text : `<I>${text}</I>`;
  });
}
