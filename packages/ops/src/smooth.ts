/** How far from a kink the laws draw their numbers: several steps of the widest difference stencil. */
export const kinkDistance = 0.02;

/** No number is near zero. */
export function awayFromZero(numbers: readonly number[]): boolean {
  return numbers.every((x) => Math.abs(x) > kinkDistance);
}

/** No number of `a` is near the one of `b` that it meets, where the shorter shape ends the longer one. */
export function apart(a: readonly number[], b: readonly number[]): boolean {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  return short.length === 0 || long.every((x, i) => Math.abs(x - short[i % short.length]!) > kinkDistance);
}

/** No two of the numbers are near one another. */
export function allApart(numbers: readonly number[]): boolean {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.every((x, i) => i === 0 || x - sorted[i - 1]! > kinkDistance);
}

/** No number is near a whole one. */
export function awayFromWholes(numbers: readonly number[]): boolean {
  return numbers.every((x) => Math.abs(x - Math.round(x)) > kinkDistance);
}

/** No number is near the middle of two whole ones. */
export function awayFromHalves(numbers: readonly number[]): boolean {
  return awayFromWholes(numbers.map((x) => x + 0.5));
}
