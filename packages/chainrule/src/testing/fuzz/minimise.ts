import type { Json } from "@chainrule/core";

/** How many smaller texts are looked at. */
const mostAttempts = 1500;

/**
 * A smaller text of which the same is true: keys, items and letters are left out as long as it is.
 * @param holds whether it is true of a text
 */
export function minimised(text: string, holds: (text: string) => boolean): string {
  let smallest = text;
  let left = mostAttempts;
  const attempt = (other: string): boolean => {
    if (left-- <= 0 || other.length >= smallest.length || !holds(other)) return false;
    smallest = other;
    return true;
  };
  for (let again = true; again && left > 0;) {
    const value = parsed(smallest);
    again =
      value === undefined
        ? cuts(smallest).some(attempt)
        : smallerValues(value).some((v) => attempt(JSON.stringify(v)));
  }
  return smallest;
}

function* cutsOf(text: string): Generator<string> {
  for (let size = text.length >> 1; size >= 1; size >>= 1) {
    for (let from = 0; from < text.length; from += size) yield text.slice(0, from) + text.slice(from + size);
  }
}

function cuts(text: string): string[] {
  return [...cutsOf(text)];
}

/** Every document with one entry less, the largest gone first. */
function smallerValues(value: Json): Json[] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  const made = (rest: readonly (readonly [string, unknown])[]): Json =>
    (Array.isArray(value) ? rest.map(([, item]) => item) : Object.fromEntries(rest)) as Json;
  const without = entries.map((_, i) => made(entries.filter((_entry, j) => j !== i)));
  const within = entries.flatMap(([key, item], i) =>
    smallerValues(item as Json).map((other) =>
      made(entries.map((entry, j) => (j === i ? [key, other] : entry))),
    ),
  );
  return [...without, ...within];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
