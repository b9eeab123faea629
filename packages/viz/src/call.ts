import type { Attributes, GraphNode, Json } from "@chainrule/core";

/** Calls longer than this are broken into lines or abbreviated. */
const lineLength = 30;

/**
 * A node's op as a person would write the call: `norm(W1, ord: fro)`, on more lines where one would be long.
 * @param names the inputs, as they are to be called
 */
export function callLines(node: GraphNode, names: readonly string[]): string[] {
  const settings = settingsOf(node.attributes);
  const whole = `${node.op}(${[...names, ...settings].join(", ")})`;
  if (whole.length <= lineLength) return [whole];
  const call = `${node.op}(${names.join(", ")})`;
  const lines = call.length <= lineLength ? [call] : [node.op, `(${names.join(", ")})`];
  return settings.length === 0 ? lines : [...lines, settings.join(", ")];
}

/** `ord: fro`, for every attribute that says something: what is null, false or empty is left out. */
export function settingsOf(attributes: Attributes): string[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key}: ${shortJson(value)}`);
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
