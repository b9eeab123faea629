import type { Section } from "@chainrule/core";
import { z } from "zod";
import { sections } from "../language.js";
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
    return `\`${place.replace(".[]", "[]")}\`\n\n${table(propertiesOf(resolved(found, schema), schema))}`;
  });
  return [table(top), ...tables].join("\n");
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

/** A table with columns as wide as their widest cell, as the formatter writes them. */
function table(rows: readonly (readonly [string, string])[]): string {
  const cells = [
    ["key", "what it says"],
    ...rows.map(([key, doc]) => [`\`${key}\``, doc.replaceAll("|", "\\|")]),
  ];
  const widths = [0, 1].map((i) => Math.max(...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |\n`;
  return [line(cells[0]!), line(widths.map((width) => "-".repeat(width))), ...cells.slice(1).map(line)].join(
    "",
  );
}
