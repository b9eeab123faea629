import type { TensorView } from "@chainrule/core";

/** A matrix as columns. */
type Columns = readonly Float64Array[];

/** X = U diag(σ) Vᵀ, as far as it is needed: of the taller of X and Xᵀ. */
export interface SingularValues {
  /** Whether it is of Xᵀ, which has the fewer columns. */
  readonly isTransposed: boolean;
  /** U diag(σ), column by column. */
  readonly scaled: Columns;
  /** V, column by column. */
  readonly right: Columns;
  /** In no order. */
  readonly values: readonly number[];
  /** Where the largest is; -1 where there is none, as all are 0, or none is a number. */
  readonly largest: number;
}

/** More sweeps than any matrix takes; what is no number would never converge. */
const mostSweeps = 60;
/** Columns are orthogonal where the cosine between them is no more. */
const orthogonal = 2 ** -52;

/**
 * Singular values and vectors by one-sided Jacobi rotations, in float64: pairs of columns are turned until all are
 * orthogonal. Slow on large matrices, and right to the last few digits. Only arithmetic and roots go into it, so every
 * machine gives the same bits.
 * @see Hestenes, Journal of SIAM 6 (1958) 51; Demmel, Veselić, SIAM J. Matrix Anal. Appl. 13 (1992) 1204
 */
export function singularValues({ data, shape }: TensorView): SingularValues {
  const [rows, columns] = shape as readonly [number, number];
  const isTransposed = columns > rows;
  const [tall, wide] = isTransposed ? [columns, rows] : [rows, columns];
  const at = (i: number, j: number): number => data[isTransposed ? j * columns + i : i * columns + j]!;
  // So that no square overflows or vanishes.
  let greatest = 0;
  for (const x of data) greatest = Math.max(greatest, Math.abs(x));
  const scale = greatest > 1e100 || greatest < 1e-100 ? greatest : 1;
  const scaled = Array.from({ length: wide }, (_, j) =>
    Float64Array.from({ length: tall }, (__, i) => (scale === 0 ? 0 : at(i, j) / scale)),
  );
  const given = scaled.map((column) => column.slice());
  const right = Array.from({ length: wide }, (_, j) =>
    Float64Array.from({ length: wide }, (__, i) => (i === j ? 1 : 0)),
  );
  let isTurning = greatest < Infinity;
  for (let sweep = 0; isTurning && sweep < mostSweeps; sweep++) {
    isTurning = false;
    for (let p = 0; p < wide - 1; p++) {
      for (let q = p + 1; q < wide; q++) if (orthogonalise(scaled, right, p, q)) isTurning = true;
    }
  }
  const lengths = scaled.map((column) => Math.sqrt(dot(column, column)));
  let largest = -1;
  lengths.forEach((length, j) => {
    if (length > (largest < 0 ? 0 : lengths[largest]!)) largest = j;
  });
  if (!(greatest < Infinity)) largest = -1;
  if (largest >= 0) {
    refine(given, scaled[largest]!, right[largest]!);
    lengths[largest] = Math.sqrt(dot(scaled[largest]!, scaled[largest]!));
  }
  for (const column of scaled) column.forEach((x, i) => (column[i] = scale * x));
  const values = lengths.map((length) => scale * length);
  return { isTransposed, scaled, right, values, largest };
}

/** Turns two columns in their plane until they are orthogonal; whether there was anything to turn. */
function orthogonalise(scaled: Columns, right: Columns, p: number, q: number): boolean {
  const [a, b] = [scaled[p]!, scaled[q]!];
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  if (!(Math.abs(ab) > orthogonal * Math.sqrt(aa) * Math.sqrt(bb))) return false;
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  rotate(a, b, cosine, cosine * tangent);
  rotate(right[p]!, right[q]!, cosine, cosine * tangent);
  return true;
}

/** X v anew: what the rotations' roundings have added up to is gone, as σ is flat where v is right. */
function refine(given: Columns, column: Float64Array, v: Float64Array): void {
  const length = Math.sqrt(dot(v, v));
  v.forEach((x, j) => (v[j] = x / length));
  column.forEach((_, i) => {
    column[i] = given.reduce((total, { [i]: x = 0 }, j) => total + x * v[j]!, 0);
  });
}

function rotate(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
