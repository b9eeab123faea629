import { builtinName, type Plugin, type Profile } from "@chainrule/core";
import { languageVersion, unsupportedSections } from "../topLevel.js";
import { type EditorProperties, type EditorSchema, hint, needed, never } from "./editorSchema.js";
import { nameSchema } from "./named.js";
import { inProperty } from "./within.js";

/** The language's version. */
export const versionSchema: EditorSchema = {
  description: "the version of the language that the spec is written in",
  const: languageVersion,
  errorMessage: needed(`version ${languageVersion}`),
};

/** Keys that are kept for later, with what to do instead. */
export function unsupportedSchemas(): EditorProperties {
  return Object.fromEntries(
    Object.entries(unsupportedSections).map(([key, need]) => [key, { ...never(need), doNotSuggest: true }]),
  );
}

/** `plugins`, in which those that are loaded are offered with their versions. */
export function pluginsSchema(schema: EditorSchema, plugins: readonly Plugin[]): EditorSchema {
  const own = plugins.filter(({ name }) => name !== builtinName);
  const versions = own.map(({ name, version }): [string, EditorSchema] => [
    name,
    { const: version, errorMessage: needed(`${name} ${version}, which is loaded`) },
  ]);
  return versions.length === 0 ? schema : { ...schema, properties: Object.fromEntries(versions) };
}

/** `profile`, in which those that are loaded are offered. */
export function profileSchema(schema: EditorSchema, profiles: readonly Profile[]): EditorSchema {
  if (profiles.length === 0) return schema;
  const names = nameSchema({ noun: "profile", items: profiles });
  return {
    ...schema,
    then: inProperty(schema.then ?? {}, "extends", () => names),
    else: names,
    ...hint(names),
  };
}
