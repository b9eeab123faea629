/**
 * The lower triangular L with L Lᵀ = A.
 * @param matrix symmetric
 * @returns undefined where A is not positive definite
 * @see Golub, Van Loan, "Matrix Computations", 4th ed., Johns Hopkins 2013, §4.2
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const lower = matrix.map((line) => line.map(() => 0));
  for (const [i, line] of lower.entries()) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= line[k]! * lower[j]![k]!;
      if (i !== j) line[j] = rest / lower[j]![j]!;
      else if (rest > 0 && Number.isFinite(rest)) line[j] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return lower;
}
