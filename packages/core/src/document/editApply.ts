import { z } from "zod";
import { placedAt, Refusal } from "../errors.js";
import type { Json } from "../graph.js";
import { defaultLimits, type Limits } from "../limits.js";
import { type Edited, editedTo } from "./edit.js";
import { checkJson } from "./editJson.js";
import { type Container, containerOf, unknownPath } from "./editPlace.js";
import { checkForm } from "./form.js";

/** How many patches one edit takes: each may move all items of a long list. */
const mostPatches = 10_000;

const patchesForm = z
  .array(
    z.strictObject({
      op: z.enum(["add", "replace", "remove"]),
      path: z.array(z.union([z.string(), z.int().min(0)])).min(1),
      // Values are looked through by `checkJson`, which is bounded in depth and drops no key.
      value: z.unknown().optional(),
    }),
  )
  .max(mostPatches);

type CheckedPatch = z.infer<typeof patchesForm>[number];

/**
 * Applies patches that may have come from anywhere, first to last; gives what `edit` gives.
 * @param patches `[{ "op": "replace", "path": ["train", "optimiser", "lr"], "value": 0.01 }]`, at most 10,000
 * @throws {Refusal} what `checkForm` says of their form, with the place in the list as path; forbidden-key |
 *   unknown-path | not-a-container | not-json | too-deep, with the place in the document, `at` the patch
 */
export function applyPatches<T extends object>(
  document: T,
  patches: unknown,
  limits: Pick<Limits, "documentDepth"> = defaultLimits,
): Edited<T> {
  const checked = checkForm(patchesForm, patches, []);
  return editedTo(
    document,
    () => {
      const copy = new Copy(document as Json);
      checked.forEach((patch, i) => {
        try {
          checkJson(patch.op === "remove" ? null : patch.value, patch.path, limits.documentDepth);
          applyTo(copy.containerOf(patch.path), patch);
        } catch (error) {
          throw error instanceof Refusal ? placedAt(error, [], `patch ${i}`) : error;
        }
      });
      return copy.root as T;
    },
    limits,
  );
}

/** A document of which only what is written to is copied. */
class Copy {
  root: Json;
  readonly #own = new Set<Json>();

  constructor(document: Json) {
    this.root = document;
  }

  /** The container of a path's last key, now this copy's own. */
  containerOf(path: readonly (string | number)[]): Container {
    containerOf(this.root, path);
    let inner = (this.root = this.#owned(this.root)) as Container;
    for (const key of path.slice(0, -1)) inner = (inner[key] = this.#owned(inner[key]!)) as Container;
    return inner;
  }

  #owned(value: Json): Json {
    if (this.#own.has(value)) return value;
    const copy = Array.isArray(value) ? [...(value as readonly Json[])] : { ...(value as object) };
    this.#own.add(copy);
    return copy;
  }
}

function applyTo(inner: Container, { op, path, value }: CheckedPatch): void {
  const key = path.at(-1)!;
  const isList = Array.isArray(inner);
  const isThere = Object.hasOwn(inner, key) && key !== "length";
  const isAddable = !isList || key === inner.length;
  if (!isThere && (op !== "add" || !isAddable)) throw unknownPath(path, path.length - 1, inner);
  if (op === "remove") {
    if (isList) inner.splice(Number(key), 1);
    else delete inner[key];
  } else if (op === "add" && isList) {
    inner.splice(Number(key), 0, value as Json);
  } else {
    inner[key] = value as Json;
  }
}
