import { formatPath, type Json, type Path } from "@chainrule/core";

/** One change of a document: a key gets another name, a value is put in a place (new or not), or a key goes. */
export type Change =
  | { readonly kind: "rename"; readonly path: Path; readonly to: string }
  | { readonly kind: "set"; readonly path: Path; readonly value: Json }
  | { readonly kind: "remove"; readonly path: Path };

/** The key at `path` is to be called `to`; its value stays. */
export function renameKey(path: Path, to: string): Change {
  return { kind: "rename", path, to };
}

/** The value at `path` is to be this one; the last key of the path may be new. */
export function setValue(path: Path, value: Json): Change {
  return { kind: "set", path, value };
}

/** The property at `path` is to go. */
export function removeKey(path: Path): Change {
  return { kind: "remove", path };
}

/** Changes in words, a line for each place: `model.nodes.h.type: now "op"`. */
export function changeLines(changes: readonly Change[]): string[] {
  const places = new Map<string, Change[]>();
  for (const change of changes) {
    const place = formatPath(change.path);
    places.set(place, [...(places.get(place) ?? []), change]);
  }
  return [...places].map(([place, here]) => `${place}: ${inWords(here)}`);
}

function inWords(changes: readonly Change[]): string {
  if (changes.some(({ kind }) => kind === "remove")) return "removed";
  const parts = changes.map((change) =>
    change.kind === "rename" ? `"${change.to}"` : change.kind === "set" ? JSON.stringify(change.value) : "",
  );
  return `now ${parts.join(": ")}`;
}
