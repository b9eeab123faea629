/**
 * Holds numbers against others, bit for bit or to a share of the largest that is finite.
 * @param least what the largest counts as at least
 * @throws {Error} naming the first entry that differs
 */
export function compare(
  made: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  least = 0,
): void {
  const largest = Array.from(expected).reduce(
    (most, x) => (Math.abs(x) < Infinity ? Math.max(most, Math.abs(x)) : most),
    least,
  );
  for (let i = 0; i < expected.length; i++) {
    const same = Object.is(made[i], expected[i]) || Math.abs(made[i]! - expected[i]!) <= tolerance * largest;
    if (!same)
      throw new Error(
        `entry ${i} is ${made[i]}, expected ${expected[i]} (tolerance ${tolerance} of ${largest})`,
      );
  }
  if (made.length !== expected.length) throw new Error(`${made.length} entries, expected ${expected.length}`);
}
