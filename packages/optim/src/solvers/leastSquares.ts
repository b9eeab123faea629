import { lengthOf, Qr } from "@chainrule/ops";

/** A linear system with more rows than unknowns. */
export interface LinearSystem {
  /** Of each unknown, what one of it adds to every row. */
  readonly columns: readonly Float64Array[];
  /** What the rows should be. */
  readonly target: Float64Array;
  /** Of each unknown, what its square costs beside the squared errors; default 0. */
  readonly penalties?: readonly number[];
  /** How exact the columns are, relative to their length; default 2⁻⁵². */
  readonly precision?: number;
}

/** The unknowns, or the first that nothing determines: its column is a combination of others. */
export type LinearSolution = { readonly solution: Float64Array } | { readonly dependent: number };

/**
 * The x for which ‖A x − y‖² + Σ penalty · x² is least: what solves the normal equations (AᵀA + Λ) x = Aᵀy. They are
 * not formed, as that would square A's condition and lose half the digits: A, with a row √penalty for each unknown that
 * has one, is taken apart by Householder reflections. Columns are first scaled to one length, so that the units of a
 * column decide nothing, and a column counts as a combination of others where what is left of it is rounding.
 * @see Golub, Van Loan, "Matrix Computations", 4th ed., Johns Hopkins 2013, §5.3 and §5.5
 */
export function leastSquares({
  columns,
  target,
  penalties = [],
  precision = 2 ** -52,
}: LinearSystem): LinearSolution {
  const { length } = target;
  const penalised = columns.flatMap((_, j) => ((penalties[j] ?? 0) > 0 ? [j] : []));
  // Rows of zeros change nothing: an unknown without rows enough comes out as dependent.
  const height = Math.max(length + penalised.length, columns.length);
  const scales = new Float64Array(columns.length);
  const scaled = columns.map((column, j) => {
    const tall = new Float64Array(height);
    tall.set(column);
    const row = penalised.indexOf(j);
    if (row !== -1) tall[length + row] = Math.sqrt(penalties[j]!);
    scales[j] = lengthOf(tall);
    if (scales[j]! > 0) for (let i = 0; i < height; i++) tall[i] = tall[i]! / scales[j]!;
    return tall;
  });
  const qr = new Qr(scaled, { pivot: true });
  // What is left of a dependent column grows with the number of columns and, as errors are of either sign, with √rows.
  const rank = qr.rank(8 * (columns.length + Math.sqrt(height)) * precision);
  if (rank < columns.length) return { dependent: qr.order[rank]! };
  const wanted = new Float64Array(height);
  wanted.set(target);
  return { solution: qr.solve(wanted).map((x, j) => x / scales[j]!) };
}
