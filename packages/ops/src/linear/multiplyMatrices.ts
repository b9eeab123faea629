import { broadcastShapes, elementCount, type StaticShape, stridesOf, type TensorView } from "@chainrule/core";
import { offsetOf } from "../layout.js";

/** What a product multiplies, matrix by matrix; a vector on the left is a row, on the right a column. */
export interface Matrices {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** How many products of two matrices there are. */
  readonly count: number;
  /** Where the left matrix of a product begins, in elements. */
  left(product: number): number;
  right(product: number): number;
}

/** The matrices of two shapes that {@link productShape} takes. */
export function matricesOf(a: StaticShape, b: StaticShape): Matrices {
  const inner = a[a.length - 1]!;
  const rows = a.length > 1 ? a[a.length - 2]! : 1;
  const columns = b.length > 1 ? b[b.length - 1]! : 1;
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2)) as StaticShape;
  return {
    rows,
    inner,
    columns,
    count: elementCount(batch),
    left: placesIn(a.slice(0, -2), batch, rows * inner),
    right: placesIn(b.slice(0, -2), batch, inner * columns),
  };
}

/** Where each matrix of a batch begins in a factor that has `own` of them, `size` elements each. */
function placesIn(own: StaticShape, batch: StaticShape, size: number): (product: number) => number {
  const lead = batch.length - own.length;
  const strides = stridesOf(own);
  const layout = {
    shape: batch,
    strides: batch.map((_, axis) =>
      axis < lead || own[axis - lead] === 1 ? 0 : strides[axis - lead]! * size,
    ),
    count: elementCount(batch),
  };
  return (product) => offsetOf(layout, product);
}

/**
 * Writes the products of matrices. Each element's terms are added in the order of the summed axis, onto `initial` (one
 * number a column) at the end.
 */
export function multiplyMatrices(
  a: TensorView,
  b: TensorView,
  output: TensorView,
  initial?: TensorView,
): void {
  const { rows, inner, columns, count, left, right } = matricesOf(a.shape, b.shape);
  let to = 0;
  for (let product = 0; product < count; product++) {
    const [p, q] = [left(product), right(product)];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let total = 0;
        for (let k = 0; k < inner; k++) total += a.data[p + i * inner + k]! * b.data[q + k * columns + j]!;
        output.data[to++] = initial === undefined ? total : total + initial.data[j]!;
      }
    }
  }
}
