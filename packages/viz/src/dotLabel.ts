import { elide, escapeXml } from "./escape.js";
import type { Box, Note } from "./model.js";
import type { Theme } from "./theme.js";

/** Point sizes, which are pixels at natural size. */
const sizes = { title: 14, smallTitle: 12, text: 12, value: 12 } as const;

/**
 * A box's text as the inside of an HTML-like label: its name, what it is, then its shape and numbers. The name is
 * alone on its line, because Graphviz centres a line well only where it knows the widths of all its letters.
 */
export function labelOf(box: Box, theme: Theme): string {
  const look = theme.looks[box.role];
  const title = font(elide(box.title), {
    size: look.small ? sizes.smallTitle : sizes.title,
    color: look.text,
  });
  const lines = [
    look.small ? title : `<B>${title}</B>`,
    ...box.lines.map((line) => font(elide(line, 60), { size: sizes.text, color: theme.muted })),
    ...valueLines(box, theme),
    ...noteLines(box.gradient, "∂ = ", theme.gradient),
  ];
  const rows = lines.map((line) => `<TR><TD>${line}</TD></TR>`).join("");
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">${rows}</TABLE>`;
}

/** `[N, 2] = (0.1, -1.1)` on one line, or the shape above a value of several lines. */
function valueLines({ shape, value }: Box, theme: Theme): string[] {
  const numbers = noteLines(value, "= ", theme.value);
  if (shape === "") return numbers;
  const dims = font(elide(shape), { size: sizes.text, color: theme.muted });
  return numbers.length === 1 ? [`${dims} ${numbers[0]!}`] : [dims, ...numbers];
}

/** Numbers, with a sign before the first line; what is no number is in italics. */
function noteLines(note: Note | undefined, sign: string, color: string): string[] {
  if (note === undefined) return [];
  return note.lines.map((line, i) => {
    const start = i > 0 ? "" : note.state === "no path" ? sign.replace("= ", "") : sign;
    const text = font(`${start}${line}`, { size: sizes.value, color });
    return note.state === "value" ? text : `<I>${text}</I>`;
  });
}

function font(text: string, { size, color }: { size: number; color?: string | undefined }): string {
  const attributes = [`POINT-SIZE="${size}"`, ...(color === undefined ? [] : [`COLOR="${color}"`])];
  return `<FONT ${attributes.join(" ")}>${escapeXml(text)}</FONT>`;
}
