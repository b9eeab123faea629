import { cut, show } from "../document/formWords.js";
import type { GraphNode } from "../graph.js";
import { formatShape, type Shape } from "../shape.js";
import type { Change, GraphDiff, NodeChange } from "./diff.js";

/**
 * A comparison of graphs as text, a line for each difference: `-` what is gone, `+` what is new, `=` another name,
 * `~` what changed. Empty where nothing differs.
 */
export function formatDiff({
  settings,
  added,
  removed,
  renamed,
  changed,
  outputs,
  updates,
}: GraphDiff): string {
  const lines = [
    ...Object.entries(settings).map(([key, value]) => `~ ${key}  ${formatChange(value)}`),
    ...removed.map((node) => `- ${nodeText(node)}`),
    ...added.map((node) => `+ ${nodeText(node)}`),
    ...renamed.map(({ from, to }) => `= ${from} is now ${to}`),
    ...changed.flatMap(changeLines),
    ...Object.entries(outputs).map(([name, value]) => `~ output ${name}  ${formatChange(value)}`),
    ...Object.entries(updates).map(([id, value]) => `~ update of ${id}  ${formatChange(value)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function nodeText({ id, op, in: inputs, shape, dtype }: GraphNode): string {
  const of = inputs.length === 0 ? "" : ` of ${inputs.join(", ")}`;
  return `${id}  ${op}${of}  ${dtype} ${formatShape(shape)}`;
}

function changeLines({ id, attributes = {}, shape, in: inputs, ...fields }: NodeChange): string[] {
  const changes = [
    ...Object.entries<Change<string>>(fields).map(([key, value]) => `${key}  ${formatChange(value)}`),
    ...(inputs ? [`in  ${formatChange(inputs, (ids) => ids.join(", "))}`] : []),
    ...(shape ? [`shape  ${formatChange<Shape>(shape, formatShape)}`] : []),
    ...Object.entries(attributes).map(([key, value]) => `${key}  ${formatChange(value)}`),
  ];
  return changes.map((text) => `~ ${id}  ${text}`);
}

/** `0.1 → 0.2`; a side on which there is nothing is told so. */
export function formatChange<T>({ before, after }: Change<T>, say: (value: T) => string = short): string {
  const [from, to] = [before, after].map((value) => (value === undefined ? "nothing" : say(value)));
  return `${from} → ${to}`;
}

function short(value: unknown): string {
  return typeof value === "string" ? cut(value) : show(value);
}
