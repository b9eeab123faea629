import type { Tensor, Way } from "@chainrule/core";
import { formatNumber, formatTensor } from "../number.js";
import type { Writer } from "./writer.js";

/** Larger matrices are summarised, as {@link formatTensor} does. */
const most = 4;

/**
 * A tensor's numbers in LaTeX: one number as it is, up to four by four as a matrix, what is larger as its least, greatest
 * and mean.
 * @param way how it lies; a vector is a row where nobody says
 * @param digits of each number; default 6
 */
export function matrixLatex(tensor: Tensor, way?: Way, digits?: number): string {
  const { shape, data } = tensor;
  const isVector = shape.length === 1;
  const [rows, columns] = isVector ? [1, shape[0]!] : [shape[0] ?? 1, shape[1] ?? 1];
  if (data.length === 1 && shape.length <= 2) return numberLatex(data[0]!, digits);
  if (shape.length > 2 || rows > most || columns > most || data.length === 0) return summary(tensor);
  const isTurned = way === "turned" || (isVector && way === "column");
  const cell = (row: number, column: number): string => numberLatex(data[row * columns + column]!, digits);
  return bmatrix(
    Array.from({ length: isTurned ? columns : rows }, (_, i) =>
      Array.from({ length: isTurned ? rows : columns }, (__, j) => (isTurned ? cell(j, i) : cell(i, j))),
    ),
  );
}

/** Rows of LaTeX as a matrix in brackets. */
export function bmatrix(rows: readonly (readonly string[])[]): string {
  return `\\begin{bmatrix} ${rows.map((row) => row.join(" & ")).join(" \\\\ ")} \\end{bmatrix}`;
}

/** A node's numbers, as its symbol lies: an example that is written as a column is a column of numbers. */
export function numbersOf(writer: Writer, id: string, tensor: Tensor, digits?: number): string {
  return matrixLatex(tensor, writer.way(id), digits);
}

/** A number to so many digits, default 6, as {@link formatNumber} gives it. */
export function numberLatex(value: number, digits?: number): string {
  return formatNumber(value, digits)
    .replace("∞", "\\infty")
    .replace("NaN", "\\mathrm{NaN}")
    .replace(/e(-?\d+)$/, " \\cdot 10^{$1}");
}

/** The lines of a summary, one after the other; words with the spaces around them. */
function summary(tensor: Tensor): string {
  const lines = formatTensor(tensor).map((line) =>
    line
      .replace(/ ?[A-Za-z][A-Za-z ]*/g, (words) => (words === "e" ? words : `\\text{${words}}`))
      .replace(/(\d)e(-?\d+)/g, "$1 \\cdot 10^{$2}")
      .replaceAll("∞", "\\infty")
      .replaceAll("…", "\\ldots"),
  );
  return lines.join(",\\; ");
}
