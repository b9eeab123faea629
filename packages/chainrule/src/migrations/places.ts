import type { Json, Path } from "@chainrule/core";

/** What stands at a path; undefined where nothing does. */
export function valueAt(document: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => {
    const isContainer = typeof inner === "object" && inner !== null && Object.hasOwn(inner, key);
    return isContainer ? (inner as Readonly<Record<string | number, Json>>)[key] : undefined;
  }, document);
}

/** The keys of the object at a path; none where there is no object. */
export function keysAt(document: Json, path: Path): string[] {
  const value = valueAt(document, path);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/**
 * The paths of all objects in which a key has this value: `placesOf(document, "op", "acme.swish")` finds the nodes
 * of an op and the arguments that name it, in models and in blocks. What is a person's own (`x-…`) is left out.
 */
export function placesOf(document: Json, key: string, value: Json): Path[] {
  const found: Path[] = [];
  const pending: [value: Json, path: Path][] = [[document, []]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [inner, path] = next;
    if (typeof inner !== "object" || inner === null) continue;
    if (
      !Array.isArray(inner) &&
      Object.hasOwn(inner, key) &&
      (inner as { [key: string]: Json })[key] === value
    )
      found.push(path);
    for (const [name, item] of Object.entries(inner)) {
      if (path.length === 0 && name.startsWith("x-")) continue;
      pending.push([item as Json, [...path, Array.isArray(inner) ? Number(name) : name]]);
    }
  }
  return found;
}
