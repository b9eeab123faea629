/** The value below which the fraction `at` of the numbers lies, linear between neighbours. */
export function quantile(numbers, at) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = at * (sorted.length - 1);
  const low = Math.floor(place);
  return sorted[low] + (place - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}

export const median = (numbers) => quantile(numbers, 0.5);

/** What is reported of measurements that were taken several times. */
export const summary = (numbers) => ({
  median: median(numbers),
  quartiles: [quantile(numbers, 0.25), quantile(numbers, 0.75)],
  least: Math.min(...numbers),
  runs: numbers.length,
});

/** The median of a[i] / b[i]: what was measured side by side suffered the same neighbours. */
export function pairedRatio(a, b) {
  return median(a.slice(0, b.length).map((x, i) => x / b[i]));
}

/** Three significant digits, without an exponent. */
export function three(x) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(x)));
  return digits === 0
    ? Math.round(Number(x.toPrecision(3))).toLocaleString("en")
    : x.toFixed(Math.min(digits, 6));
}
