import type { TensorView } from "@chainrule/core";

/**
 * Writes the product of two matrices; a vector on the left is a row, on the right a column. Each element's
 * terms are added in the order of the summed axis, onto `initial` (one number a column) at the end.
 */
export function multiplyMatrices(
  a: TensorView,
  b: TensorView,
  output: TensorView,
  initial?: TensorView,
): void {
  const inner = b.shape[0]!;
  const columns = b.shape[1] ?? 1;
  const rows = a.shape.length === 2 ? a.shape[0]! : 1;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let total = 0;
      for (let k = 0; k < inner; k++) total += a.data[i * inner + k]! * b.data[k * columns + j]!;
      output.data[i * columns + j] = initial === undefined ? total : total + initial.data[j]!;
    }
  }
}
