import { type Draft, freeze, produce } from "immer";
import { type Path, Refusal } from "../errors.js";
import type { Json } from "../graph.js";
import { defaultLimits, type Limits } from "../limits.js";
import { forbiddenKeys } from "./document.js";
import { checkJson, checkKey } from "./editJson.js";
import { type Patch, patchesBetween } from "./editPatches.js";
import { containerOf, unknownPath } from "./editPlace.js";

export type { Draft } from "immer";

/** A document before and after an edit, and the patches that lead from one to the other and back. */
export interface Edited<T> {
  readonly before: T;
  /** Frozen; shares with `before` what did not change, and is `before` itself where nothing did. */
  readonly value: T;
  readonly patches: readonly Patch[];
  readonly inverse: readonly Patch[];
}

/** Documents that are known to be frozen JSON data, so that they need not be looked through again. */
const known = new WeakSet<object>();

/**
 * Edits a document: `edit(spec, (draft) => { draft.train.optimiser.lr = 0.01; })`. The recipe changes a draft as
 * if it were the document; the document stays as it was, and is frozen, since the new one shares parts with it.
 * Setting an equal value is no change. What the recipe returns is not looked at.
 * @param document JSON data: a spec or another document, never tensors, whose numbers a draft cannot guard
 * @throws {Refusal} not-json | forbidden-key | too-deep, with the place in the document as path; bad-edit
 */
export function edit<T extends object>(
  document: T,
  recipe: (draft: Draft<T>) => void,
  { documentDepth }: Pick<Limits, "documentDepth"> = defaultLimits,
): Edited<T> {
  return editedTo(document, () => drafted(document, recipe), { documentDepth });
}

/**
 * A document and the one that `change` made of it, both held to be JSON data and frozen.
 * @throws {Refusal} not-json | forbidden-key | too-deep, with the place in the document as path
 */
export function editedTo<T extends object>(
  document: T,
  change: () => T,
  { documentDepth }: Pick<Limits, "documentDepth">,
): Edited<T> {
  if (!known.has(document)) checkJson(document, [], documentDepth);
  const value = change();
  const patches = patchesBetween(document, value);
  if (patches.length === 0) return unchanged(document);
  for (const patch of patches) {
    // All that is new in the document is what patches put in.
    checkKey(patch.path.at(-1)!, patch.path);
    if (patch.op !== "remove") checkJson(patch.value, patch.path, documentDepth);
  }
  freeze(document, true);
  known.add(freeze(value, true));
  return Object.freeze({ before: document, value, patches, inverse: patchesBetween(value, document) });
}

function drafted<T extends object>(document: T, recipe: (draft: Draft<T>) => void): T {
  try {
    return produce(document, (draft: Draft<T>) => {
      recipe(draft);
    });
  } catch (error) {
    // What immer does not let a draft do, such as another prototype; anything else is the recipe's own affair.
    if (!(error instanceof Error) || !error.message.startsWith("[Immer]")) throw error;
    const got = error.message.slice("[Immer] ".length);
    throw new Refusal({ code: "bad-edit", got, need: "changes of keys and items, as JSON has them" });
  }
}

function unchanged<T>(document: T): Edited<T> {
  const none = Object.freeze([]);
  return Object.freeze({ before: document, value: document, patches: none, inverse: none });
}

/**
 * A document with one value in another place; see {@link edit}. The last key may be new, everything on the way to
 * it must be there.
 * @throws {Refusal} forbidden-key | unknown-path | not-a-container | not-json | too-deep
 */
export function setIn(document: Json, path: Path, value: Json): Json {
  const last = path.at(-1);
  if (last === undefined) return value;
  // Told before a draft is made: a document that is no container has none.
  containerOf(document, path);
  return edit(document as Extract<Json, object>, (draft) => {
    const inner = containerOf(draft as Json, path);
    if (Array.isArray(inner) && Number(last) > inner.length) throw unknownPath(path, path.length - 1, inner);
    inner[last] = value;
  }).value;
}

/**
 * The path that a person writes: `train.stop[0].epochs`, or `train.stop.0.epochs`.
 * @throws {Refusal} bad-path | forbidden-key
 */
export function parsePath(text: string): Path {
  const keys = text.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  if (keys.includes("")) {
    throw new Refusal({
      code: "bad-path",
      got: JSON.stringify(text),
      need: "keys with dots between them",
      try: "train.optimiser.lr",
    });
  }
  const forbidden = keys.find((key) => forbiddenKeys.has(key));
  if (forbidden !== undefined) {
    throw new Refusal({ code: "forbidden-key", got: JSON.stringify(forbidden), need: "another name" });
  }
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
