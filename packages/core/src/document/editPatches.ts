import type { Path } from "../errors.js";
import type { Json } from "../graph.js";
import { isObject, sameJson } from "./sameJson.js";

/**
 * One change of a document, as RFC 6902 has them: `add` puts a key or pushes list items aside, `replace` needs
 * something to be there, `remove` closes the gap. A list of patches is applied first to last.
 */
export type Patch =
  | { readonly op: "add" | "replace"; readonly path: Path; readonly value: Json }
  | { readonly op: "remove"; readonly path: Path };

/**
 * The changes that make one document of another, as few as its keys allow; in lists, what begins and ends alike
 * stays. They depend on the two documents only, not on the way from one to the other.
 * @param before JSON data
 * @param after anything; what is no JSON data stands in a patch's value
 * @returns frozen patches; the values in them are those of `after`, not copies
 */
export function patchesBetween(before: unknown, after: unknown): readonly Patch[] {
  const patches: Patch[] = [];
  compare(before, after, [], (patch) =>
    patches.push(Object.freeze({ ...patch, path: Object.freeze(patch.path) })),
  );
  return Object.freeze(patches);
}

type Report = (patch: Patch) => void;

function compare(before: unknown, after: unknown, path: Path, report: Report): void {
  if (Object.is(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, report);
  else if (isObject(before) && isObject(after)) compareObjects(before, after, path, report);
  else report({ op: "replace", path, value: after as Json });
}

type Keyed = Readonly<Record<string, unknown>>;

function compareObjects(before: Keyed, after: Keyed, path: Path, report: Report): void {
  for (const key of Object.keys(before)) {
    if (Object.hasOwn(after, key)) compare(before[key], after[key], [...path, key], report);
    else report({ op: "remove", path: [...path, key] });
  }
  for (const key of Object.keys(after)) {
    if (!Object.hasOwn(before, key)) report({ op: "add", path: [...path, key], value: after[key] as Json });
  }
}

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: Path,
  report: Report,
): void {
  const { start, both, removed, added } = alignLists(before, after);
  for (let i = start; i < start + both; i++) compare(before[i], after[i], [...path, i], report);
  const rest = start + both;
  for (let i = rest + removed - 1; i >= rest; i--) report({ op: "remove", path: [...path, i] });
  for (let i = rest; i < rest + added; i++)
    report({ op: "add", path: [...path, i], value: after[i] as Json });
}

/** How one list becomes another: equal up to `start`, then items to compare, then items that go or come, then equal. */
export interface Alignment {
  readonly start: number;
  /** How many items from `start` stand against each other. */
  readonly both: number;
  readonly removed: number;
  readonly added: number;
}

/** Lays two lists beside each other, by what they begin and end with. */
export function alignLists(before: readonly unknown[], after: readonly unknown[]): Alignment {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && sameJson(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && sameJson(before[before.length - 1 - end], after[after.length - 1 - end]))
    end++;
  const both = shorter - start - end;
  return {
    start,
    both,
    removed: before.length - start - end - both,
    added: after.length - start - end - both,
  };
}
