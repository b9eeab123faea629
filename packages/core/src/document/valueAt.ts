import type { Path } from "../errors.js";
import type { Json } from "../graph.js";

/** What stands at a path of JSON data; undefined where nothing does. */
export function valueAt(document: Json, path: Path): Json | undefined;
export function valueAt(document: unknown, path: Path): unknown;
export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => {
    const isContainer = typeof inner === "object" && inner !== null && Object.hasOwn(inner, key);
    return isContainer ? (inner as Readonly<Record<string | number, unknown>>)[key] : undefined;
  }, document);
}
