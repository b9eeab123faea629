/** No name that a person meant is longer; the distance costs the product of two lengths. */
const longestName = 60;
/** How many candidates are looked at, so that a refusal costs the same in a large graph as in a small one. */
const mostCandidates = 2000;

/**
 * The candidate nearest to a misspelt name, or undefined when none is near: one change is near, and so are as many
 * as a third of its letters, but never all of them; else the only one that it is the beginning of.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longestName) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  let looked = 0;
  for (const candidate of candidates) {
    if (++looked > mostCandidates) break;
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < Math.min(bestDistance, Math.max(name.length, candidate.length))) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? abbreviated(name, candidates);
}

/** The only candidate that a name is the beginning of. */
function abbreviated(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length < 3) return undefined;
  let found: string | undefined;
  let looked = 0;
  for (const candidate of candidates) {
    if (++looked > mostCandidates) break;
    if (!candidate.toLowerCase().startsWith(name.toLowerCase())) continue;
    if (found !== undefined) return undefined;
    found = candidate;
  }
  return found;
}

/** `"softmax"` as a suggestion, or the only name or the whole list when it is short, or nothing. */
export function suggest(name: string, candidates: Iterable<string>): { try?: string } {
  const all = [...candidates];
  const near = nearest(name, all) ?? (all.length === 1 ? all[0] : undefined);
  if (near !== undefined) return { try: JSON.stringify(near) };
  return all.length > 0 && all.length <= 12 ? { try: `one of ${all.join(", ")}` } : {};
}

/**
 * Levenshtein distance with neighbouring letters swapped counted as one change (optimal string alignment).
 * @param enough a distance from which on it does not matter how large it is
 */
export function editDistance(a: string, b: string, enough = Infinity): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  let leastOfLast = 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      }
      row.push(cost);
      if (cost < least) least = cost;
    }
    // A swap reaches back two rows; no later row can be better than both.
    if (Math.min(least, leastOfLast) >= enough) return enough;
    leastOfLast = least;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
