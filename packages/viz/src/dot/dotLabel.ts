import { elide, escapeXml } from "../escape.js";
import type { Box, Note } from "../view/model.js";
import type { Theme } from "../theme.js";

/** Of titles, in points, which are pixels at natural size; everything else has the size that nodes have. */
const titleSize = 14;

/**
 * A box's text as the inside of an HTML-like label: its name, what it is, then its shape and numbers. A table, because
 * line breaks in a label of several sizes are set unevenly.
 */
export function labelOf(box: Box, theme: Theme): string {
  const look = theme.looks[box.role];
  const color = look.text ?? theme.text;
  const title = escapeXml(elide(box.title)) || " ";
  const lines = [
    look.small ? font(title, { color }) : `<B>${font(title, { size: titleSize, color })}</B>`,
    ...box.lines.map((line) => escapeXml(elide(line, 60))),
    ...valueLines(box, theme),
    ...noteLines(box.gradient, "∂ = ", theme.gradient),
  ];
  if (lines.length === 1) return lines[0]!;
  const rows = lines.map((line) => `<TR><TD HEIGHT="17">${line}</TD></TR>`).join("");
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">${rows}</TABLE>`;
}

/** `[N, 2] = (0.1, -1.1)` on one line, or the shape above a value of several lines. */
function valueLines({ shape, value }: Box, theme: Theme): string[] {
  const numbers = noteLines(value, "= ", theme.value);
  if (shape === "") return numbers;
  const dims = escapeXml(elide(shape));
  return numbers.length === 1 ? [`${dims} ${numbers[0]!}`] : [dims, ...numbers];
}

/** Numbers, with a sign before the first line; what is no number is in italics. */
function noteLines(note: Note | undefined, sign: string, color: string): string[] {
  if (note === undefined) return [];
  return note.lines.map((line, i) => {
    const start = i > 0 ? "" : note.state === "no path" ? sign.replace("= ", "") : sign;
    const text = font(escapeXml(start + line), { color });
    return note.state === "value" ? text : `<I>${text}</I>`;
  });
}

function font(text: string, { size, color }: { size?: number; color: string }): string {
  return `<FONT${size === undefined ? "" : ` POINT-SIZE="${size}"`} COLOR="${color}">${text}</FONT>`;
}
