import type { DType, Tensor } from "@chainrule/core";

/**
 * A number to at most six significant digits: `0.524979`, `-1.1`, `1.5e-9`. What is not zero never prints as
 * zero, and -0 keeps its sign.
 */
export function formatNumber(value: number, digits = 6): string {
  if (Object.is(value, -0)) return "-0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) return String(value);
  if (size >= 1e6 || (size < 1e-4 && size > 0)) {
    const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 3)).split("e") as [string, string];
    return `${trimZeros(mantissa)}e${exponent.replace("+", "")}`;
  }
  return trimZeros(value.toPrecision(digits));
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

const maximumRow = 4;
const maximumRows = 4;

/** What is said of {@link formatTensor} where a tensor was too large to print. */
export const summaryRule = "larger tensors: least … greatest, then the mean";

/** True of tensors that are printed in full: scalars, and up to four rows of up to four. */
export function isPrintedWhole({ shape }: Pick<Tensor, "shape">): boolean {
  const [rows, width] = rowsAndWidth(shape);
  return shape.length <= 2 && width <= maximumRow && rows <= maximumRows;
}

/**
 * A tensor in a few lines. Scalars are a number; up to four rows of up to four are printed in full, a row a line,
 * in round brackets; anything larger or of higher rank is summarised: least … greatest, then the mean.
 * @param digits of each number that is printed; default 6
 */
export function formatTensor(tensor: Tensor, digits?: number): string[] {
  const { shape, data, dtype } = tensor;
  if (data.length === 0) return ["no elements"];
  if (!isPrintedWhole(tensor)) return summarize(data, dtype);
  if (shape.length === 0) return [formatNumber(data[0]!, digits)];
  return cellsOf(tensor, digits).map((cells) => `(${cells.join(", ")})`);
}

/** The numbers of a matrix that is printed in full and has more than one row; undefined of anything else. */
export function matrixCells(tensor: Tensor): string[][] | undefined {
  const isMatrix = tensor.shape.length === 2 && tensor.shape[0]! > 1 && tensor.data.length > 0;
  return isMatrix && isPrintedWhole(tensor) ? cellsOf(tensor) : undefined;
}

function rowsAndWidth(shape: Tensor["shape"]): readonly [rows: number, width: number] {
  const rank = shape.length;
  return [rank < 2 ? 1 : shape[0]!, rank === 0 ? 1 : shape[rank - 1]!];
}

/** The numbers of a tensor of rank 0 to 2, row by row, however many there are. */
export function cellsOf({ shape, data }: Tensor, digits?: number): string[][] {
  const [rows, width] = rowsAndWidth(shape);
  return Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), (x) => formatNumber(x, digits)),
  );
}

function summarize(data: Tensor["data"], dtype: DType): string[] {
  let least = Infinity;
  let greatest = -Infinity;
  let total = 0;
  let strange = 0;
  for (const x of data) {
    if (Number.isNaN(x)) {
      strange++;
      continue;
    }
    if (x < least) least = x;
    if (x > greatest) greatest = x;
    total += x;
  }
  if (strange === data.length) return ["all NaN"];
  const mean = total / (data.length - strange);
  const lines = [`${formatNumber(least, 4)} … ${formatNumber(greatest, 4)}`];
  if (dtype !== "int32") lines.push(`mean ${formatNumber(mean, 4)}`);
  if (strange > 0) lines.push(`${strange} of ${data.length} NaN`);
  return lines;
}
