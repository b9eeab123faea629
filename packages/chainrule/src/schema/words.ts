import type { EditorSchema } from "./editorSchema.js";

const nouns: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "a string",
  number: "a number",
  integer: "an integer",
  boolean: "true or false",
  null: "null",
};

/** What a schema accepts, in the words of `checkForm`. */
export function inWords(schema: EditorSchema): string {
  const { type, enum: words, const: word, anyOf } = schema;
  if (word !== undefined) return JSON.stringify(word);
  if (words !== undefined) return `one of ${words.map((value) => JSON.stringify(value)).join(", ")}`;
  if (anyOf !== undefined) return [...new Set(anyOf.map(inWords))].join(", or ");
  const noun = typeof type === "string" ? (nouns[type] ?? type) : "a value";
  const bounds = boundsInWords(schema);
  return bounds === "" ? noun : `${noun} ${bounds}`;
}

function boundsInWords(schema: EditorSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  return [
    minimum !== undefined && `at least ${minimum}`,
    exclusiveMinimum !== undefined && `more than ${exclusiveMinimum}`,
    maximum !== undefined && `at most ${maximum}`,
    exclusiveMaximum !== undefined && `less than ${exclusiveMaximum}`,
    schema.minLength === 1 && "that is not empty",
  ]
    .filter(Boolean)
    .join(" and ");
}
