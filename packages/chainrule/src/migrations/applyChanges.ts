import {
  defaultLimits,
  editText,
  formatPath,
  isObject,
  type Json,
  type Limits,
  parseDocument,
  type Path,
  patchesBetween,
  Refusal,
  renameKeys,
  valueAt,
} from "@chainrule/core";
import type { Change } from "./change.js";

type JsonObject = { [key: string]: Json };

/**
 * Applies changes to the text of a document. Whatever is not changed stays as it was written, comments included.
 * @param text that `parseDocument` has accepted
 * @param changes all their paths are those of the document as it is
 * @throws {Refusal} conflict, where a key would be there twice
 * @throws {TypeError} a path to nothing, or changes that cross: mistakes of the migration
 */
export function applyChanges(
  text: string,
  changes: readonly Change[],
  limits: Limits = defaultLimits,
): string {
  const before = parseDocument(text, "", limits).value;
  const names = new Map<string, string>();
  for (const change of changes) {
    refuseLost(change, before);
    if (change.kind === "rename") names.set(keyOf(change.path), change.to);
  }
  refuseConflicts(changes, before);
  refuseCrossing(changes);
  const renamings = changes.filter((change) => change.kind === "rename");
  const renamed = renameKeys(text, renamings);
  const middle = parseDocument(renamed, "", limits).value;
  const after = structuredClone(middle);
  for (const change of changes) {
    const path = change.path.map((key, i) => names.get(keyOf(change.path.slice(0, i + 1))) ?? key);
    const holder = valueAt(after, path.slice(0, -1)) as JsonObject;
    const last = String(path.at(-1));
    if (change.kind === "set") holder[last] = change.value;
    if (change.kind === "remove") delete holder[last];
  }
  return editText(renamed, patchesBetween(middle, after), "", limits);
}

const keyOf = (path: Path): string => JSON.stringify(path);

function refuseLost({ kind, path }: Change, document: Json): void {
  if (path.length === 0) throw new TypeError("a migration cannot change the whole document at once");
  const holder = valueAt(document, path.slice(0, -1));
  const isThere = valueAt(document, path) !== undefined;
  const isNew = kind === "set" && isObject(holder);
  if (!isThere && !isNew) throw new TypeError(`a migration changes ${formatPath(path)}, which is not there`);
}

/** Two values for one place, or a value and a change below it. */
function refuseCrossing(changes: readonly Change[]): void {
  const set = new Set<string>();
  for (const { kind, path } of changes) {
    if (kind !== "set") continue;
    if (set.has(keyOf(path))) throw crossing(path);
    set.add(keyOf(path));
  }
  for (const { path } of changes) {
    const outer = path.map((_, i) => path.slice(0, i)).find((prefix) => set.has(keyOf(prefix)));
    if (outer !== undefined) throw crossing(outer);
  }
}

function crossing(path: Path): TypeError {
  return new TypeError(`a migration changes ${formatPath(path)} in two ways`);
}

/** Refuses a new name that another key of the object has already. */
function refuseConflicts(changes: readonly Change[], document: Json): void {
  const leaving = new Set(changes.filter(({ kind }) => kind !== "set").map(({ path }) => keyOf(path)));
  const taken = new Map<string, string>();
  for (const change of changes) {
    if (change.kind !== "rename") continue;
    const { path, to } = change;
    const target = [...path.slice(0, -1), to];
    const older = String(path.at(-1));
    const isThere = valueAt(document, target) !== undefined && !leaving.has(keyOf(target));
    const other = taken.get(keyOf(target)) ?? (isThere ? to : undefined);
    if (other !== undefined) {
      throw new Refusal({
        code: "conflict",
        path,
        got: `both "${older}" and "${other}"`,
        need: `one of them: "${older}" is the older name of "${to}"`,
      });
    }
    taken.set(keyOf(target), older);
  }
}
