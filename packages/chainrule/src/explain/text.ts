import { formatShape, type Json } from "@chainrule/core";
import { columns } from "../terminal/columns.js";
import { visible } from "../terminal/report.js";
import { writtenOp } from "../writtenOp.js";
import type { Explained, ExplainedSetting, Explanation } from "./explain.js";

/** An explanation as a person reads it: three columns, what, its value, and where that comes from. */
export function explanationText(explanation: Explanation, width: number): string {
  const { items } = explanation;
  const table = columns(items.flatMap((item) => rowsOf(item, width)));
  return visible(`${headText(explanation)}\n${table}${conventionsText(explanation)}`);
}

function headText({ name, dtype, seed, conventions }: Explanation): string {
  const profile = conventions === undefined ? "no profile" : `profile ${conventions.profile}`;
  return `${name}: ${dtype}, seed ${seed}, ${profile}\n`;
}

function rowsOf(item: Explained, width: number): string[][] {
  const indent = "  ".repeat(item.id.split("/").length - 1);
  return [
    [`${indent}${item.id}`, meaning(item), item.from],
    ...item.settings.map(({ key, value, from }) => [`${indent}  .${key}`, shortJson(value, width), from]),
  ];
}

function meaning({ node, block }: Explained): string {
  if (node === undefined) return `block ${block}`;
  const inputs = node.in.length === 0 ? "" : `(${node.in.join(", ")})`;
  return `${node.op}${inputs} ${formatShape(node.shape)} ${node.dtype}`;
}

/** The settings on which conventions differ, once more and together. */
function conventionsText({ conventions, items }: Explanation): string {
  const settings = items.flatMap((item) =>
    item.settings.filter(({ convention }) => convention).map((setting) => [item.id, setting] as const),
  );
  const whole: [string, string, string][] = [];
  if (conventions !== undefined) {
    const from = `profile ${conventions.profile}`;
    whole.push(["gradient by", conventions.gradient, from]);
    for (const [key, value] of Object.entries(conventions.notation)) whole.push([key, value, from]);
  }
  for (const { id, written } of items)
    if (written !== undefined) whole.push([id, written, "as it is written"]);
  const rows = [...whole, ...settings.map(([id, setting]) => settingRow(id, setting))];
  return rows.length === 0
    ? ""
    : `\nconventions\n${columns(rows.map(([what, ...rest]) => [`  ${what}`, ...rest]))}`;
}

function settingRow(id: string, { key, value, from }: ExplainedSetting): [string, string, string] {
  return [`${id}.${key}`, shortJson(value, 60), from];
}

/** A value as JSON, an op as a spec writes it; cut where it is long. */
export function shortJson(value: Json, width: number): string {
  const text = JSON.stringify(value, (_, inner) => writtenOp(inner)).replaceAll(/([,:])(?=\S)/g, "$1 ");
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
