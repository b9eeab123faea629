import type { JsonSchema } from "@chainrule/core";

/**
 * A JSON Schema with the keywords that VS Code's language service adds to it. Others pass over them.
 * @see https://code.visualstudio.com/docs/languages/json
 */
export interface EditorSchema extends JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly definitions?: Readonly<Record<string, EditorSchema>>;
  readonly items?: EditorSchema;
  readonly properties?: EditorProperties;
  readonly patternProperties?: EditorProperties;
  readonly additionalProperties?: EditorSchema | boolean;
  readonly propertyNames?: EditorSchema;
  readonly allOf?: readonly EditorSchema[];
  readonly anyOf?: readonly EditorSchema[];
  readonly not?: EditorSchema;
  readonly if?: EditorSchema;
  readonly then?: EditorSchema;
  readonly else?: EditorSchema;
  readonly markdownDescription?: string;
  /** For each of `enum`. */
  readonly markdownEnumDescriptions?: readonly string[];
  /** What is said of a wrong type, a wrong word or an unknown key. */
  readonly errorMessage?: string;
  readonly defaultSnippets?: readonly Snippet[];
  /** Keeps a key out of the proposals. */
  readonly doNotSuggest?: boolean;
  /** Where a key stands among the proposals; default its name. */
  readonly suggestSortText?: string;
  readonly allowComments?: boolean;
  readonly allowTrailingCommas?: boolean;
}

export type EditorProperties = Readonly<Record<string, EditorSchema | boolean>>;

/** A text that is offered for a value; `$1`, `${2:word}` are the places to fill in. */
export interface Snippet {
  readonly label: string;
  readonly markdownDescription?: string;
  readonly body: unknown;
}

/** A diagnostic's text, from what a refusal of the same mistake needs. */
export const needed = (need: string): string => `need ${need}`;

/** Nothing at all, and what is needed in its place. */
export const never = (need: string): EditorSchema => ({ not: {}, errorMessage: needed(need) });

/**
 * A schema whose only complaint is `need`, about the whole value: an editor's own words for a broken bound or an
 * item of a list cannot be replaced.
 */
export const must = (schema: EditorSchema, need: string): EditorSchema => ({
  if: schema,
  else: never(need),
});

/** Says nothing about a value; an editor takes proposals and docs from it. */
export const hint = (schema: EditorSchema): EditorSchema => ({ anyOf: [{}, schema] });

/** What is at `#/definitions/…`. */
export const refer = (definition: string): EditorSchema => ({ $ref: `#/definitions/${definition}` });

/** Holds where a key has a value. */
export const has = (key: string, value?: unknown): EditorSchema => ({
  ...(value !== undefined && { properties: { [key]: { const: value } } }),
  required: [key],
});

/** An object with these keys and no others. */
export const closed = (
  properties: EditorProperties,
  required: readonly string[],
  need: string,
): EditorSchema => ({
  type: "object",
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
  errorMessage: needed(need),
});
