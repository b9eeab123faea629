import { type Attribute, inputNames, type Op } from "@chainrule/core";
import { openOf } from "./attributes.js";
import type { Contribution } from "./docs.js";
import type { Snippet } from "./editorSchema.js";
import { choicesOf } from "./formula.js";

/** A whole node for each op and block, with places for its inputs and for what must be given. */
export function nodeSnippets(ops: readonly Op[], blocks: readonly Contribution[]): Snippet[] {
  return [
    ...ops.map((op) => snippet("op", op, inputNames(op), op.samples[0]?.attributes)),
    ...blocks.map((block) => snippet("block", block, ["x"])),
  ];
}

function snippet(
  key: "op" | "block",
  item: Contribution,
  inputs: readonly string[],
  sample: Readonly<Record<string, unknown>> = {},
): Snippet {
  const places = [
    ...inputs.map((name) => name),
    ...openOf(item.attributes).map((name) => exampleOf(item.attributes![name]!, sample[name])),
  ].map((value, i) => place(i + 1, value));
  const required = openOf(item.attributes).map((name, i) => [name, places[inputs.length + i]!] as const);
  return {
    label: `{ ${key}: ${item.name} }`,
    markdownDescription: item.doc.summary,
    body: { [key]: item.name, in: places.slice(0, inputs.length), ...Object.fromEntries(required) },
  };
}

function exampleOf(declared: Attribute<unknown>, sample: unknown): unknown {
  return sample ?? choicesOf(declared)[0] ?? "";
}

/** A place to fill in; `^` keeps what is no text out of quotes. */
function place(index: number, example: unknown): string {
  if (typeof example === "string" && example !== "") return `\${${index}:${example}}`;
  return example === "" ? `^$${index}` : `^\${${index}:${JSON.stringify(example)}}`;
}
