import { produce } from "immer";
import { forbiddenKeys } from "./document.js";
import { formatPath, type Path, Refusal } from "./errors.js";
import type { Json } from "./graph.js";
import { suggest } from "./suggest.js";

type Container = Record<string | number, Json>;

/**
 * A document with one value in another place; the old one stays as it was, and both share what did not change.
 * The last key may be new, everything on the way to it must be there.
 * @throws {Refusal} forbidden-key | unknown-path | not-a-container
 */
export function setIn(document: Json, path: Path, value: Json): Json {
  const last = path.at(-1);
  if (last === undefined) return value;
  return produce(document, (draft) => {
    let inner = containerAt(draft as Json, path, 0);
    for (let depth = 0; depth < path.length - 1; depth++) {
      const key = path[depth]!;
      if (!Object.hasOwn(inner, key)) throw unknownPath(path, depth, Object.keys(inner));
      inner = containerAt(inner[key]!, path, depth + 1);
    }
    if (Array.isArray(inner) && Number(last) > inner.length) {
      throw unknownPath(path, path.length - 1, Object.keys(inner));
    }
    inner[last] = value;
  });
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

/** What stands at the first `depth` keys of a path, which must be able to hold the next one. */
function containerAt(value: Json, path: Path, depth: number): Container {
  const key = path[depth]!;
  const isList = Array.isArray(value);
  if (value !== null && typeof value === "object" && (!isList || typeof key === "number"))
    return value as Container;
  throw new Refusal({
    code: "not-a-container",
    path: path.slice(0, depth),
    got: `${JSON.stringify(value)}, which has no ${JSON.stringify(key)}`,
    need: `${isList ? "an index into" : "an object or a list at"} ${formatPath(path.slice(0, depth)) || "the top"}`,
  });
}

function unknownPath(path: Path, depth: number, known: readonly string[]): Refusal {
  return new Refusal({
    code: "unknown-path",
    path: path.slice(0, depth),
    got: formatPath(path.slice(0, depth + 1)),
    need: known.length > 0 ? `one of ${known.join(", ")}` : "something that the document holds",
    ...(typeof path[depth] === "string" && suggest(path[depth], known)),
  });
}
