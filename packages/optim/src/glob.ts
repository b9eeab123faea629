/**
 * Whether a path matches a glob: `*` stands for any letters of one segment, `**` for any number of segments,
 * none included. `enc/**` matches `enc/W` and `enc/0/W`; `*` matches `W` but not `enc/W`.
 */
export function matchesGlob(glob: string, path: string): boolean {
  return matchesSequence(glob.split("/"), path.split("/"), "**", matchesSegment);
}

/**
 * The names that globs choose, in the names' own order.
 * @param unmatched makes what is thrown for a glob that matches none of them
 */
export function chooseByGlobs(
  names: readonly string[],
  globs: readonly string[],
  unmatched: (glob: string, names: readonly string[], index: number) => Error,
): string[] {
  globs.forEach((glob, i) => {
    if (!names.some((name) => matchesGlob(glob, name))) throw unmatched(glob, names, i);
  });
  return names.filter((name) => globs.some((glob) => matchesGlob(glob, name)));
}

function matchesSegment(glob: string, segment: string): boolean {
  return matchesSequence(glob.split(""), segment.split(""), "*", (a, b) => a === b);
}

/**
 * Matches a list against a pattern in which `star` stands for any run of items. On a mismatch only the last
 * star takes one item more, so the work is at most the product of the lengths.
 */
function matchesSequence(
  pattern: readonly string[],
  items: readonly string[],
  star: string,
  equal: (pattern: string, item: string) => boolean,
): boolean {
  let p = 0;
  let i = 0;
  let lastStar = -1;
  let taken = 0;
  while (i < items.length) {
    if (p < pattern.length && pattern[p] !== star && equal(pattern[p]!, items[i]!)) {
      p++;
      i++;
    } else if (pattern[p] === star) {
      lastStar = p++;
      taken = i;
    } else if (lastStar >= 0) {
      p = lastStar + 1;
      i = ++taken;
    } else {
      return false;
    }
  }
  while (pattern[p] === star) p++;
  return p === pattern.length;
}
