import type { Json } from "../graph.js";
import { written } from "./formWords.js";

/** How wide a line may get before a value is spread over several. */
const lineWidth = 100;

/**
 * JSON as a person would write it: on one line with spaces inside braces where that fits, else an entry a line.
 * @param indent what the line that it begins on is indented by
 * @param unit what a level more is indented by
 */
export function layoutJson(value: Json, indent = "", unit = "  ", newline = "\n"): string {
  const line = written(value);
  if (indent.length + line.length <= lineWidth || value === null || typeof value !== "object") return line;
  const inner = indent + unit;
  const item = (entry: Json): string => layoutJson(entry, inner, unit, newline);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const entries = Array.isArray(value)
    ? (value as readonly Json[]).map(item)
    : Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${item(entry)}`);
  return `${open}${newline}${entries.map((text) => inner + text).join(`,${newline}`)}${newline}${indent}${close}`;
}
