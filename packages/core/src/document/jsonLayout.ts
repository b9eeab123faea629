import type { Json } from "../graph.js";

/** How wide a line may get before a value is spread over several. */
const lineWidth = 100;

/**
 * JSON as a person would write it: on one line with spaces inside braces where that fits, else an entry a line.
 * @param indent what the line that it begins on is indented by
 * @param unit what a level more is indented by
 */
export function layoutJson(value: Json, indent = "", unit = "  ", newline = "\n"): string {
  const line = inline(value);
  if (indent.length + line.length <= lineWidth || value === null || typeof value !== "object") return line;
  const inner = indent + unit;
  const item = (entry: Json): string => layoutJson(entry, inner, unit, newline);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const entries = Array.isArray(value)
    ? (value as readonly Json[]).map(item)
    : Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${item(entry)}`);
  return `${open}${newline}${entries.map((text) => inner + text).join(`,${newline}`)}${newline}${indent}${close}`;
}

function inline(value: Json): string {
  if (Object.is(value, -0)) return "-0";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(inline).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
