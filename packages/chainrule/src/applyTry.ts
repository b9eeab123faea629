import {
  blockFileForm,
  textEditor,
  type Json,
  knownKeys,
  type Path,
  type Problem,
  type TextEditor,
} from "@chainrule/core";
import { z } from "zod";
import { sections } from "./language.js";

type JsonObject = Readonly<Record<string, Json>>;

/** A change that a `try` says in words of the spec. */
type Change =
  | { readonly kind: "replace"; readonly value: Json }
  | { readonly kind: "leave-out"; readonly key: string }
  | { readonly kind: "set"; readonly values: JsonObject };

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
  const edit = textEditor(text);
  const isAbsolute = change?.kind === "set" && Object.keys(change.values).every((key) => key.includes("."));
  const { path = isAbsolute ? [] : undefined } = problem;
  if (change === undefined || edit === undefined || path === undefined) return undefined;
  switch (change.kind) {
    case "replace":
      return replaced(edit, problem, path, change.value);
    case "leave-out":
      return leftOut(edit, path, change.key);
    case "set":
      return Object.entries(change.values).reduce<string | undefined>(
        (inner, [key, value]) => inner && setKey(inner, path, key, value),
        text,
      );
  }
}

/** JSON that could not be read: what was found there gives way to the `try`. */
function respelt(text: string, { line, column = 1, got, try: hint }: Problem): string | undefined {
  if (line === undefined || hint === undefined) return undefined;
  let start = 0;
  for (let ended = 1; ended < line; ended++) start = text.indexOf("\n", start) + 1;
  const offset = start + column - 1;
  if (text.startsWith(got, offset)) return text.slice(0, offset) + hint + text.slice(offset + got.length);
  return text.slice(offset).trim() === "" ? text + hint : undefined;
}

function changeOf(hint: string): Change | undefined {
  const key = /^leave out ("(?:[^"\\]|\\.)*")$/.exec(hint)?.[1];
  if (key !== undefined) return { kind: "leave-out", key: JSON.parse(key) as string };
  // An ellipsis stands for what only a person can know.
  if (hint.includes("…")) return undefined;
  const value = parsed(hint);
  if (value !== undefined) return { kind: "replace", value };
  const values = hint.startsWith('"') ? parsed(`{${hint}}`) : undefined;
  return isObject(values) ? { kind: "set", values } : undefined;
}

function replaced(edit: TextEditor, { got }: Problem, path: Path, value: Json): string | undefined {
  const last = path.at(-1);
  const old = edit.valueAt(path);
  if (old === undefined || last === undefined) return undefined;
  // What was got is the key, unless it is the value too.
  const isKey = typeof last === "string" && got.startsWith(JSON.stringify(last)) && old !== last;
  if (!isKey) return edit.set(path, value);
  return typeof value === "string" ? edit.rename(path, value) : undefined;
}

function leftOut(edit: TextEditor, path: Path, key: string): string | undefined {
  const places: readonly Path[] = [
    ...(path.at(-1) === key ? [path] : []),
    ...path.map((_, i) => [...path.slice(0, path.length - i), key]),
    [key],
  ];
  const place = places.find((at) => edit.valueAt(at) !== undefined);
  return place && edit.remove(place);
}

function setKey(text: string, path: Path, key: string, value: Json): string | undefined {
  const edit = textEditor(text);
  if (edit === undefined) return undefined;
  const last = path.at(-1);
  // The right value under the wrong key: "op", of what is a block.
  if (typeof last === "string" && last !== key && typeof value === "string" && edit.valueAt(path) === value)
    return edit.rename(path, key);
  const place = key.includes(".") ? ["model", ...key.split(".")] : [...homeOf(edit, path, key), key];
  return set(text, place, value);
}

/** Sets a value; of an object, what it holds is put beside what is there. */
function set(text: string, place: Path, value: Json): string {
  const edit = textEditor(text)!;
  const old = edit.valueAt(place);
  if (!isObject(value) || !isObject(old)) return edit.set(place, value);
  return Object.entries(value).reduce((inner, [key, item]) => set(inner, [...place, key], item), text);
}

/** The innermost object around a place that has the key by its form, or, where none has, the innermost at all. */
function homeOf(edit: TextEditor, path: Path, key: string): Path {
  const outer = path.map((_, i) => path.slice(0, path.length - i));
  const objects = [...outer, []].filter((at) => isObject(edit.valueAt(at)));
  const form = edit.valueAt(["model"]) === undefined && path[0] === "blocks" ? blockFileForm : specForm;
  const known = objects.find((at) => (at.length === 0 ? isTopLevel(key) : knownKeys(form, at).includes(key)));
  const innermost = path.at(-1) === key ? path.slice(0, -1) : objects[0];
  return known ?? innermost ?? [];
}

function isTopLevel(key: string): boolean {
  return key === "chainrule" || Object.hasOwn(sections, key);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
