import type { EditorSchema } from "./editorSchema.js";

/** A schema as the text of a file: a definition or a property a line, so that differences can be read. */
export function schemaText(schema: EditorSchema): string {
  return `${block(schema, "", (value) => block(value, "  ", (inner) => JSON.stringify(inner)))}\n`;
}

/** An object, an entry a line; anything else as it is. */
function block(value: unknown, indent: string, write: (value: unknown) => string): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const lines = entries.map(([key, inner]) => `${indent}  ${JSON.stringify(key)}: ${write(inner)}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}
