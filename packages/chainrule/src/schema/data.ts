import type { Contribution } from "./docs.js";
import { type EditorSchema, has, needed } from "./editorSchema.js";
import { chosenBy, namedDefinitions, type NamedKind, nameSchema } from "./named.js";

/** `data`, in which a generator's attributes stand beside its name, and nothing unknown where there is none. */
export function dataSchema(section: EditorSchema, generators: readonly Contribution[]): EditorSchema {
  const { additionalProperties: _, errorMessage: __, ...open } = section;
  const keys = Object.keys(section.properties ?? {});
  const kind = generatorKind(generators);
  return {
    ...open,
    properties: { ...section.properties, generator: nameSchema(kind) },
    if: has("generator"),
    then: chosenBy("generator", kind.noun, generators),
    else: {
      properties: allowed(keys),
      additionalProperties: false,
      errorMessage: needed(`one of ${keys.join(", ")}`),
    },
  };
}

/** The definitions that {@link dataSchema} refers to. */
export function dataDefinitions(
  section: EditorSchema,
  generators: readonly Contribution[],
): Record<string, EditorSchema> {
  const beside = allowed(Object.keys(section.properties ?? {}));
  return namedDefinitions({ ...generatorKind(generators), beside });
}

function generatorKind(items: readonly Contribution[]): NamedKind<Contribution> {
  return { noun: "generator", key: "generator", items };
}

const allowed = (keys: readonly string[]): Record<string, true> =>
  Object.fromEntries(keys.map((key) => [key, true]));
