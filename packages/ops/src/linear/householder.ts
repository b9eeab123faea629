/** What a {@link Qr} is made of. */
export interface QrOptions {
  /** Takes the column that is farthest from those taken before it, so that dependent ones come last. Default false. */
  readonly pivot?: boolean;
}

/**
 * A = Q R by Householder reflections: Q has orthonormal columns, R is upper triangular. Everything is float64, and the
 * order of sums is fixed.
 * @see Golub, Van Loan, "Matrix Computations", 4th ed., Johns Hopkins 2013, §5.2 and §5.4.2 (pivoting)
 */
export class Qr {
  /** `order[k]`: the column of A that stands k-th in Q R. */
  readonly order: readonly number[];
  /** Of R; with pivoting, from the largest magnitude to the smallest. */
  readonly diagonal: Float64Array;
  readonly #rows: number;
  /** Column k: above row k those of R, from row k on the vector that is reflected along. */
  readonly #columns: readonly Float64Array[];
  /** 2 / ‖v‖² of each reflection; 0 where nothing is reflected. */
  readonly #factors: Float64Array;

  /**
   * @param columns of A, all of one length, at least as many numbers in each as there are columns; used up
   */
  constructor(columns: readonly Float64Array[], { pivot = false }: QrOptions = {}) {
    const work = [...columns];
    const order = work.map((_, j) => j);
    this.#rows = work[0]?.length ?? 0;
    if (this.#rows < work.length) throw new TypeError("more columns than rows");
    this.diagonal = new Float64Array(work.length);
    this.#factors = new Float64Array(work.length);
    for (let k = 0; k < work.length; k++) {
      if (pivot) bringForward(work, order, k);
      const column = work[k]!;
      const norm = lengthOf(column, k);
      if (norm === 0) continue;
      // Away from the entry, so that nothing cancels.
      const end = column[k]! < 0 ? norm : -norm;
      this.diagonal[k] = end;
      // Of length one or two, so that no square is too small or too large.
      for (let i = k; i < column.length; i++) column[i] = column[i]! / norm;
      column[k] = column[k]! - Math.sign(end);
      this.#factors[k] = 2 / dot(column, column, k);
      for (let j = k + 1; j < work.length; j++) this.#reflect(column, k, work[j]!);
    }
    this.#columns = work;
    this.order = order;
  }

  /**
   * How many columns are independent: those before the first whose part that is none of the others' is at most
   * `tolerance` of the first column's length. Needs pivoting.
   */
  rank(tolerance: number): number {
    const least = tolerance * Math.abs(this.diagonal[0] ?? 0);
    const end = this.diagonal.findIndex((x) => !(Math.abs(x) > least));
    return end === -1 ? this.diagonal.length : end;
  }

  /** Column k of Q, with the sign that makes R's diagonal positive. */
  column(k: number): Float64Array {
    const result = new Float64Array(this.#rows);
    result[k] = this.diagonal[k]! < 0 ? -1 : 1;
    // The reflections after the k-th leave it as it is.
    for (let i = k; i >= 0; i--) this.#reflect(this.#columns[i]!, i, result);
    return result;
  }

  /**
   * The x for which ‖A x − b‖ is least. Needs columns that are independent.
   * @param b used up
   * @returns in the order of A's columns
   */
  solve(b: Float64Array): Float64Array {
    const columns = this.#columns;
    columns.forEach((column, k) => this.#reflect(column, k, b));
    const x = new Float64Array(columns.length);
    for (let k = columns.length - 1; k >= 0; k--) {
      const value = b[k]! / this.diagonal[k]!;
      x[this.order[k]!] = value;
      for (let i = 0; i < k; i++) b[i] = b[i]! - value * columns[k]![i]!;
    }
    return x;
  }

  #reflect(v: Float64Array, k: number, target: Float64Array): void {
    const along = this.#factors[k]! * dot(v, target, k);
    if (along === 0) return;
    for (let i = k; i < v.length; i++) target[i] = target[i]! - along * v[i]!;
  }
}

/** Swaps the column with the longest rest to place k. Lengths are measured anew: they would lose digits if updated. */
function bringForward(columns: Float64Array[], order: number[], k: number): void {
  let best = k;
  let longest = -1;
  for (let j = k; j < columns.length; j++) {
    const length = lengthOf(columns[j]!, k);
    if (length > longest) [best, longest] = [j, length];
  }
  [columns[k], columns[best]] = [columns[best]!, columns[k]!];
  [order[k], order[best]] = [order[best]!, order[k]!];
}

/** √Σ aᵢ² from index `from` on, where the squares would be too small or too large as well. */
export function lengthOf(a: Float64Array, from = 0): number {
  let largest = 0;
  for (let i = from; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]!));
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += (a[i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Σ aᵢ bᵢ from index `from` on. */
function dot(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
