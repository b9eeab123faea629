import type { EditorProperties, EditorSchema } from "./editorSchema.js";

type Change = (schema: EditorSchema) => EditorSchema;

/** What a property may be; anything, where nothing is said of it. */
export function propertyOf(properties: EditorProperties | undefined, key: string): EditorSchema {
  const found = properties?.[key];
  return typeof found === "object" ? found : {};
}

/** What each value of a record may be. */
export function eachOf({ additionalProperties }: EditorSchema): EditorSchema {
  return typeof additionalProperties === "object" ? additionalProperties : {};
}

/** A schema with another one for a property. */
export function inProperty(schema: EditorSchema, key: string, change: Change): EditorSchema {
  const { properties } = schema;
  return { ...schema, properties: { ...properties, [key]: change(propertyOf(properties, key)) } };
}

/** A schema with another one for each value of a record. */
export function inEach(schema: EditorSchema, change: Change): EditorSchema {
  return { ...schema, additionalProperties: change(eachOf(schema)) };
}
