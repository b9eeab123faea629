import type { Dim } from "@chainrule/core";
import { elide, escapeLabel } from "../escape.js";
import type { Theme } from "../theme.js";
import type { ShapeBox } from "../view/model.js";
import { fixedTable } from "./dotTable.js";
import { widthOf } from "./textWidth.js";

/** How long the side of a dim is drawn, in points: by class, since true proportions would hide what is small. */
function sideOf(dim: Dim): number {
  if (typeof dim === "string") return 32;
  if (dim <= 1) return 10;
  if (dim < 10) return 22;
  return dim < 100 ? 38 : 54;
}

const textHeight = 15;
const gap = 4;

/**
 * A shape as a rectangle with its dims beside it, rows on the left and columns on top. Sides have five lengths: of 1, of
 * less than 10, of less than 100, of more, and of open dims. A vector lies, but for one whose dim is open, since
 * examples are rows. What comes before the last two dims stands as factors before the rows.
 */
export function shapeTable({ kind, dims }: ShapeBox, theme: Theme): string {
  const isColumn = dims.length === 1 && typeof dims[0] === "string";
  const rows = isColumn ? dims[0] : dims.at(-2);
  const columns = isColumn ? undefined : dims.at(-1);
  const [width, height] = [sideOf(columns ?? 1), sideOf(rows ?? 1)];
  const left = [...dims.slice(0, -2), ...(rows === undefined ? [] : [rows])].map(textOf).join(" × ");
  const top = columns === undefined ? "" : textOf(columns);
  const margin = left === "" ? 0 : widthOf(left) + gap;
  const middle = Math.max(width, widthOf(top));
  const inner = `<TR><TD FIXEDSIZE="TRUE" WIDTH="${width}" HEIGHT="${height}" BORDER="1" COLOR="${theme.text}" BGCOLOR="${theme.shapes[kind]}"></TD></TR>`;
  // As much room on the right as on the left keeps the rectangle in the middle.
  const row = (beside: string, content: string): string =>
    `<TR><TD WIDTH="${Math.ceil(margin)}">${beside}</TD><TD>${content}</TD><TD WIDTH="${Math.ceil(margin)}"></TD></TR>`;
  const lines = [
    ...(top === "" ? [] : [row("", escapeLabel(top))]),
    row(escapeLabel(left), fixedTable(inner, width, height)),
  ];
  const total = Math.max(height, textHeight) + (top === "" ? gap : textHeight + 2 * gap);
  return fixedTable(lines.join(""), middle + 2 * margin + 2, total);
}

function textOf(dim: Dim): string {
  return elide(`${dim}`, 12);
}
