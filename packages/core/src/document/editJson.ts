import { type Path, Refusal } from "../errors.js";
import { forbiddenKeys } from "./document.js";
import { isObject } from "./sameJson.js";

/**
 * Holds a value to what a JSON document can hold: finite numbers, texts, true, false, null, lists and plain
 * objects of them. So no `undefined` (which JSON would drop), no class, no tensor.
 * @param path where the value stands in its document
 * @param depth how deep documents may be
 * @throws {Refusal} not-json | forbidden-key | too-deep
 */
export function checkJson(value: unknown, path: Path, depth: number): void {
  if (path.length > depth) {
    const got = `nesting deeper than ${depth}`;
    throw new Refusal({ code: "too-deep", path: path.slice(0, depth), got, need: `at most ${depth} levels` });
  }
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value))
    return;
  if (Array.isArray(value)) {
    // Not forEach, which passes over the holes of a list.
    for (let i = 0; i < value.length; i++) checkJson(value[i], [...path, i], depth);
  } else if (isObject(value) && Object.getOwnPropertySymbols(value).length === 0) {
    for (const key of Object.keys(value)) {
      const place = [...path, key];
      checkKey(key, place);
      checkJson(value[key], place, depth);
    }
  } else {
    throw new Refusal({ code: "not-json", path, got: kindOf(value), need: needOf(value) });
  }
}

/** @throws {Refusal} forbidden-key */
export function checkKey(key: string | number, path: Path): void {
  if (typeof key === "number" || !forbiddenKeys.has(key)) return;
  throw new Refusal({ code: "forbidden-key", path, got: JSON.stringify(key), need: "another name" });
}

function needOf(value: unknown): string {
  if (value === undefined) return "a value; to take a key out, delete it";
  return typeof value === "number"
    ? "a number that JSON can write"
    : "JSON data: numbers, texts, lists, objects";
}

/** What a value is, in words. */
function kindOf(value: unknown): string {
  if (value === undefined || typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  const name =
    typeof prototype === "object" && prototype !== null && Object.hasOwn(prototype, "constructor")
      ? (value.constructor as { readonly name?: unknown }).name
      : undefined;
  return typeof name === "string" && name !== "Object"
    ? `an object of class ${name}`
    : "an object with symbols";
}
