import type { Sink } from "./sink.js";

/**
 * Every event as one line of JSON. Numbers that JSON lacks are the strings "NaN", "Infinity" and "-Infinity".
 * @see ndjson.org
 */
export function ndjson(): Sink {
  return (event) => `${JSON.stringify(event, spellOut)}\n`;
}

function spellOut(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
