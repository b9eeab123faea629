import { formatPath, type Path, Refusal } from "../errors.js";
import type { Json } from "../graph.js";
import { suggest } from "../suggest.js";
import { checkKey } from "./editJson.js";
import { show } from "./formWords.js";

/** What has keys and can be written to: a draft of an object or a list. */
export type Container = Record<string | number, Json>;

/**
 * The object or list that holds, or can hold, the last key of a path; everything before that key must be there.
 * @param path at least one key
 * @throws {Refusal} forbidden-key | unknown-path | not-a-container
 */
export function containerOf(document: Json, path: Path): Container {
  path.forEach((key, depth) => checkKey(key, path.slice(0, depth + 1)));
  let inner = containerAt(document, path, 0);
  for (let depth = 0; depth < path.length - 1; depth++) {
    const key = path[depth]!;
    if (!Object.hasOwn(inner, key)) throw unknownPath(path, depth, inner);
    inner = containerAt(inner[key]!, path, depth + 1);
  }
  return inner;
}

/** What stands at the first `depth` keys of a path, which must be able to hold the next one. */
function containerAt(value: Json, path: Path, depth: number): Container {
  const key = path[depth]!;
  const isList = Array.isArray(value);
  if (value !== null && typeof value === "object" && (!isList || typeof key === "number"))
    return value as Container;
  throw new Refusal({
    code: "not-a-container",
    path: path.slice(0, depth),
    got: `${show(value)}, which has no ${JSON.stringify(key)}`,
    need: `${isList ? "an index into" : "an object or a list at"} ${formatPath(path.slice(0, depth)) || "the top"}`,
  });
}

/** The refusal of a path whose key number `depth` is not in `inner`, though those before it are. */
export function unknownPath(path: Path, depth: number, inner: Container): Refusal {
  const keys = Object.keys(inner);
  return new Refusal({
    code: "unknown-path",
    path: path.slice(0, depth),
    got: formatPath(path.slice(0, depth + 1)),
    need: keys.length > 0 ? `one of ${keys.join(", ")}` : "something that the document holds",
    ...(typeof path[depth] === "string" && suggest(path[depth], keys)),
  });
}
