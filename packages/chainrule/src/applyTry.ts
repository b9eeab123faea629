import {
  blockFileForm,
  editText,
  isObject,
  type Json,
  knownKeys,
  parseDocument,
  type Path,
  patchesBetween,
  type Problem,
  Refusal,
  renameKeys,
  setIn,
  valueAt,
} from "@chainrule/core";
import { z } from "zod";
import { sections } from "./language.js";
import { type Change, changeOf, respelt } from "./tryChange.js";

const specForm = z.object(
  Object.fromEntries(Object.entries(sections).map(([key, { schema }]) => [key, schema.optional()])),
);

/**
 * A document's text with the change that a problem suggests; comments and layout stay as they are. Four forms of `try`
 * can be applied:
 *
 * | `try` | what it changes |
 * |---|---|
 * | a value, such as `"sigmoid"`, `0.1` or `["N", 2]` | the problem's place: its key where the key is wrong, else its value |
 * | `"key": value`, several with commas between | keys of the innermost object around the place whose form has them |
 * | `"inputs.x.shape": value` | a place below `model` |
 * | `leave out "key"` | takes the key away |
 *
 * Where the document is no JSON, what was found at the problem's line and column is replaced.
 *
 * @param text of the file that the problem is in
 * @returns undefined where the `try` is for a person to read
 */
export function applyTry(text: string, problem: Problem): string | undefined {
  if (problem.code === "syntax") return respelt(text, problem);
  const change = problem.try === undefined ? undefined : changeOf(problem.try);
  const isAbsolute = change?.kind === "set" && Object.keys(change.values).every((key) => key.includes("."));
  const { path = isAbsolute ? [] : undefined, got } = problem;
  if (change === undefined || path === undefined) return undefined;
  try {
    const { value: document } = parseDocument(text, "");
    const name = renamed(document, path, got, change);
    if (name !== undefined) return renameKeys(text, [{ path, to: name }]);
    const after = changed(document, path, change);
    return after === undefined ? undefined : editText(text, patchesBetween(document, after));
  } catch (error) {
    // What could not be read before cannot be changed.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The name that a change gives to the key at a path; undefined where it is none of the key. */
function renamed(document: Json, path: Path, got: string, change: Change): string | undefined {
  const last = path.at(-1);
  const old = valueAt(document, path);
  if (typeof last !== "string" || old === undefined || change.kind === "leave-out") return undefined;
  // What was got is the key, unless it is the value too.
  const isKey = got.startsWith(JSON.stringify(last)) && old !== last;
  if (change.kind === "replace") return isKey && typeof change.value === "string" ? change.value : undefined;
  // The right value under the wrong key: "op", of what is a block.
  const [[key, value] = [last, undefined], ...rest] = Object.entries(change.values);
  return rest.length === 0 && key !== last && typeof value === "string" && value === old ? key : undefined;
}

/** The document after a change; undefined where there is no such place. */
function changed(document: Json, path: Path, change: Change): Json | undefined {
  switch (change.kind) {
    case "replace":
      return valueAt(document, path) === undefined ? undefined : setIn(document, path, change.value);
    case "leave-out":
      return leftOut(document, path, change.key);
    case "set":
      return Object.entries(change.values).reduce((inner, [key, value]) => {
        const place = key.includes(".")
          ? ["model", ...key.split(".")]
          : [...homeOf(document, path, key), key];
        return withValue(inner, place, value);
      }, document);
  }
}

function leftOut(document: Json, path: Path, key: string): Json | undefined {
  const outer = path.map((_, i) => path.slice(0, path.length - i));
  const holders = [...(path.at(-1) === key ? [path.slice(0, -1)] : []), ...outer, []];
  const holder = holders.find((at) => valueAt(document, [...at, key]) !== undefined);
  const object = holder && valueAt(document, holder);
  if (!isObject(object)) return undefined;
  return setIn(
    document,
    holder!,
    Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)),
  );
}

/** Sets a value; of an object, what it holds is put beside what is there. */
function withValue(document: Json, place: Path, value: Json): Json {
  if (!isObject(value) || !isObject(valueAt(document, place))) return setIn(document, place, value);
  return Object.entries(value).reduce(
    (inner, [key, item]) => withValue(inner, [...place, key], item),
    document,
  );
}

/** The innermost object around a place that has the key by its form, or, where none has, the innermost at all. */
function homeOf(document: Json, path: Path, key: string): Path {
  const outer = path.map((_, i) => path.slice(0, path.length - i));
  const objects = [...outer, []].filter((at) => isObject(valueAt(document, at)));
  const isBlockFile = valueAt(document, ["model"]) === undefined && path[0] === "blocks";
  const form = isBlockFile ? blockFileForm : specForm;
  const known = objects.find((at) => (at.length === 0 ? isTopLevel(key) : knownKeys(form, at).includes(key)));
  const innermost = path.at(-1) === key ? path.slice(0, -1) : objects[0];
  return known ?? innermost ?? [];
}

function isTopLevel(key: string): boolean {
  return key === "chainrule" || Object.hasOwn(sections, key);
}
