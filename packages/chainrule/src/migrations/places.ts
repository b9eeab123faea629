import { isObject, type Json, type Path, valueAt } from "@chainrule/core";

/** The keys of the object at a path; none where there is no object. */
export function keysAt(document: Json, path: Path): string[] {
  const value = valueAt(document, path);
  return isObject(value) ? Object.keys(value) : [];
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
    if (isObject(inner) && Object.hasOwn(inner, key) && inner[key] === value) found.push(path);
    for (const [name, item] of Object.entries(inner)) {
      if (path.length === 0 && name.startsWith("x-")) continue;
      pending.push([item as Json, [...path, Array.isArray(inner) ? Number(name) : name]]);
    }
  }
  return found;
}
