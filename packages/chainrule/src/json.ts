/** JSON in which numbers that it lacks are the strings "NaN", "Infinity" and "-Infinity", never null. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, spellOut, indent);
}

function spellOut(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
