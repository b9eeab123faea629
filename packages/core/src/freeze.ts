import type { Json } from "./graph.js";

/** A copy of JSON data that nobody can change. Data from a parser is not deep: documents have a depth limit. */
export function frozenCopy<T extends Json>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T;
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, frozenCopy(item)])),
  ) as T;
}
