import {
  type Attributes,
  type Graph,
  type GraphNode,
  type Json,
  type Registry,
  sameJson,
} from "@chainrule/core";

/** Longer calls are broken into lines, longer values cut. */
const lineLength = 30;

/**
 * An op's call as a person would write it: `norm(W1, ord: fro)`, on more lines where one would be long.
 * @param names the inputs, as they are to be called
 * @param settings the attributes that say something, as `key: value`
 */
export function callLines(op: string, names: readonly string[], settings: readonly string[]): string[] {
  const whole = `${op}(${[...names, ...settings].join(", ")})`;
  if (whole.length <= lineLength) return [whole];
  const inputs = `(${names.join(", ")})`;
  const lines = op.length + inputs.length <= lineLength ? [op + inputs] : [op, inputs];
  return settings.length === 0 ? lines : [...lines, settings.join(", ")];
}

/**
 * `ord: fro` for every attribute that says something. What is null, false or empty is left out, and what
 * is known beforehand or is the node's shape, which its box tells anyway.
 */
export function settingsOf({ attributes, shape }: GraphNode, known: Attributes): string[] {
  const isKnown = (key: string, value: Json): boolean =>
    (Object.hasOwn(known, key) && sameJson(known[key]!, value)) ||
    (key === "shape" && sameJson(shape, value));
  return Object.entries(attributes)
    .filter(([key, value]) => saysSomething(value) && !isKnown(key, value))
    .map(([key, value]) => `${key}: ${shortJson(value)}`);
}

/** A node's attributes where they are left out; nothing for an op that is not loaded. */
export function defaultsOf(
  { id, op }: GraphNode,
  { seed }: Graph,
  registry: Registry | undefined,
): Attributes {
  const place: Readonly<Record<string, Json>> = { stream: id, seed };
  const schema = registry?.find("ops", op)?.attributes ?? {};
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, declared]) => {
      const value = declared.default ?? place[declared.kind ?? ""];
      return value === undefined ? [] : [[key, value as Json]];
    }),
  );
}

function saysSomething(value: Json): boolean {
  return value !== null && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** JSON without quotes around words, cut where it is long. */
export function shortJson(value: Json): string {
  if (typeof value === "string") return value;
  const text = JSON.stringify(value)
    .replace(/"([^"\\]*)"/g, "$1")
    .replace(/,/g, ", ")
    .replace(/:/g, ": ");
  return text.length > lineLength ? `${text.slice(0, lineLength - 1)}…` : text;
}
