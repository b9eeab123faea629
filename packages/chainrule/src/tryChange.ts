import { isObject, type Json, type Problem } from "@chainrule/core";

export type JsonObject = Readonly<Record<string, Json>>;

/** A change that a `try` says in words of the spec. */
export type Change =
  | { readonly kind: "replace"; readonly value: Json }
  | { readonly kind: "leave-out"; readonly key: string }
  | { readonly kind: "set"; readonly values: JsonObject };

/** JSON that could not be read: what was found there gives way to the `try`. */
export function respelt(text: string, { line, column = 1, got, try: hint }: Problem): string | undefined {
  if (line === undefined || hint === undefined) return undefined;
  let start = 0;
  for (let ended = 1; ended < line; ended++) start = text.indexOf("\n", start) + 1;
  const offset = start + column - 1;
  if (text.startsWith(got, offset)) return text.slice(0, offset) + hint + text.slice(offset + got.length);
  return text.slice(offset).trim() === "" ? text + hint : undefined;
}

/** The change that a `try` says; undefined where it is for a person to read. */
export function changeOf(hint: string): Change | undefined {
  const key = /^leave out ("(?:[^"\\]|\\.)*")$/.exec(hint)?.[1];
  if (key !== undefined) return { kind: "leave-out", key: JSON.parse(key) as string };
  // An ellipsis stands for what only a person can know.
  if (hint.includes("…")) return undefined;
  const value = parsed(hint);
  if (value !== undefined) return { kind: "replace", value };
  const values = hint.startsWith('"') ? parsed(`{${hint}}`) : undefined;
  return isObject(values) ? { kind: "set", values } : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
