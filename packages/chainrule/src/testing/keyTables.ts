import type { Profile, Section } from "@chainrule/core";
import { z } from "zod";
import { sections } from "../language.js";
import { defaultRegistry } from "../registry.js";
import type { EditorSchema } from "../schema/editorSchema.js";
import { topLevelKeys, unsupportedSections } from "../topLevel.js";

/** Places in a spec whose keys have a table each: `*` is any name, `[]` any item of a list. */
const places = [
  "profile",
  "model",
  "model.inputs.*",
  "model.params.*",
  "model.buffers.*",
  "model.constants.*",
  "model.nodes.*",
  "blocks.*",
  "blocks.*.args.*",
  "data",
  "data.split",
  "train",
  "train.batch",
  "train.optimiser",
  "train.stop.[]",
  "watch",
  "expect.[]",
];

/** The keys of the language in Markdown, from the forms that specs are held to. */
export function keyTables(): string {
  const known: Readonly<Record<string, Section<unknown>>> = sections;
  const top = topLevelKeys.map((key): [string, string] => {
    if (key === "chainrule") return [key, "the version of the language: 1"];
    return [key, known[key]?.doc ?? `not read yet; ${unsupportedSections[key] ?? ""}`];
  });
  const tables = places.map((place) => {
    const [section = "", ...steps] = place.split(".");
    const schema = z.toJSONSchema(known[section]!.schema, {
      target: "draft-7",
      io: "input",
      unrepresentable: "any",
    }) as EditorSchema;
    const found = steps.reduce((inner, step) => below(resolved(inner, schema), step), schema);
    return `\`${place.replace(".[]", "[]")}\`\n\n${keyTable(propertiesOf(resolved(found, schema), schema))}`;
  });
  return [keyTable(top), ...tables].join("\n");
}

function below(schema: EditorSchema, step: string): EditorSchema {
  const next =
    step === "*" ? schema.additionalProperties : step === "[]" ? schema.items : schema.properties?.[step];
  return typeof next === "object" && !Array.isArray(next) ? next : {};
}

function resolved(schema: EditorSchema, root: EditorSchema): EditorSchema {
  const name = schema.$ref?.split("/").at(-1);
  const found = name === undefined ? undefined : root.definitions?.[name];
  if (typeof found === "object") return resolved(found, root);
  const [only, ...others] = schema.allOf ?? [];
  return typeof only === "object" && others.length === 0 && schema.properties === undefined
    ? resolved(only, root)
    : schema;
}

/** The keys of an object, or of all the objects that a value may be. */
function propertiesOf(schema: EditorSchema, root: EditorSchema): [string, string][] {
  const branches = [schema, ...(schema.anyOf ?? [])].filter((branch) => typeof branch === "object");
  const entries = branches.flatMap((branch) => Object.entries(resolved(branch, root).properties ?? {}));
  const described = entries.map(
    ([key, value]) => [key, (typeof value === "object" && value.description) || ""] as const,
  );
  return [...new Map(described)].map(([key, doc]) => [key, doc]);
}

/** What each profile fills in, an attribute a row; what it leaves open, a spec must state. */
export function profileTable(): string {
  const profiles = defaultRegistry().all("profiles");
  const filled = new Set(
    profiles.flatMap(({ fills }) =>
      Object.entries(fills).flatMap(([name, values]) => Object.keys(values).map((key) => `${name}.${key}`)),
    ),
  );
  const cell = (profile: Profile, attribute: string): string => {
    const [name = "", key = ""] = attribute.split(".");
    const value = profile.fills[name]?.[key];
    return value === undefined ? "" : `\`${JSON.stringify(value)}\``;
  };
  const notations = ["weights", "layers", "delta", "rate", "loss"] as const;
  return table([
    ["", ...profiles.map(({ name }) => `\`${name}\``)],
    ...[...filled].sort().map((name) => [`\`${name}\``, ...profiles.map((profile) => cell(profile, name))]),
    ...notations.map((key) => [`written: ${key}`, ...profiles.map(({ notation }) => notation[key])]),
    ["gradient by", ...profiles.map(({ gradient }) => gradient)],
  ]);
}

/** A table with columns as wide as their widest cell, as the formatter writes them; the first row is its head. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(3, ...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |\n`;
  return [line(rows[0]!), line(widths.map((width) => "-".repeat(width))), ...rows.slice(1).map(line)].join(
    "",
  );
}

function keyTable(rows: readonly (readonly [string, string])[]): string {
  const cells = rows.map(([key, doc]) => [`\`${key}\``, doc.replaceAll("|", "\\|")]);
  return table([["key", "what it says"], ...cells]);
}
