/** How many bins every histogram has. */
export const histogramBins = 20;

/** How numbers are spread from the least to the greatest. */
export interface Histogram {
  /** The least finite number; NaN where there is none. */
  readonly min: number;
  /** The greatest finite number; NaN where there is none. */
  readonly max: number;
  /**
   * How many finite numbers are in each of {@link histogramBins} bins of equal width from `min` to `max`, lower
   * edge included; the last bin has `max` as well. Where `min` equals `max`, all are in the first.
   */
  readonly counts: readonly number[];
  /** How many are NaN or infinite; with the counts, this comes to all of them. */
  readonly nonFinite: number;
}

/** Counts numbers into bins; two passes, in float64. */
export function histogram(data: ArrayLike<number>): Histogram {
  let [min, max] = [Infinity, -Infinity];
  let finite = 0;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (!Number.isFinite(x)) continue;
    finite++;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  const nonFinite = data.length - finite;
  const counts = Array.from({ length: histogramBins }, () => 0);
  if (finite === 0) return { min: NaN, max: NaN, counts, nonFinite };
  const binOf = binsBetween(min, max);
  for (let i = 0; i < data.length; i++) if (Number.isFinite(data[i])) counts[binOf(data[i]!)]!++;
  return { min, max, counts, nonFinite };
}

function binsBetween(min: number, max: number): (x: number) => number {
  if (min === max) return () => 0;
  // A power of two, so nothing is rounded; without it (max - min) · bins may overflow.
  const scale = max - min > Number.MAX_VALUE / histogramBins ? 2 ** -8 : 1;
  const [low, width] = [min * scale, max * scale - min * scale];
  // Multiplied first: an edge that is a whole number then falls exactly on its bin.
  return (x) => Math.min(histogramBins - 1, Math.floor(((x * scale - low) * histogramBins) / width));
}
