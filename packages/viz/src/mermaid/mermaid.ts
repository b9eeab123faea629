import { elide, escapeMermaid } from "../escape.js";
import { type Look, louppe, type Outline, type Theme } from "../theme.js";
import type { Box, Cluster, Edge, Note, Role, View } from "../view/model.js";
import { groupBy } from "../view/groupBy.js";
import { noteText } from "../view/noteText.js";

export interface MermaidOptions {
  readonly theme?: Theme;
}

/** Lines of numbers are not to be broken. */
const setting = '%%{init: {"flowchart": {"wrappingWidth": 600}}}%%';

/** What stands around a label to give a node its outline; ellipses are as high as they are wide, so they lean instead. */
const outlines: Readonly<Record<Outline, readonly [open: string, close: string]>> = {
  box: ["[", "]"],
  plain: ["[", "]"],
  rounded: ["(", ")"],
  ellipse: ["[/", "/]"],
  cylinder: ["[(", ")]"],
  folder: ["[[", "]]"],
  sheet: [">", "]"],
};

/**
 * A view as a Mermaid flowchart: a class for each role, a subgraph for each block. Nodes have numbers for ids, so that
 * names are text and nothing else. What Mermaid cannot draw stands there as text, such as matrices, or not at all: both
 * passes do not stand in rows.
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaid(view: View, { theme = louppe }: MermaidOptions = {}): string {
  const ids = new Map(view.boxes.map(({ id }, i) => [id, `n${i}`]));
  const titles = new Map(view.boxes.map(({ id, title }) => [id, title]));
  const lines = [
    setting,
    `flowchart ${view.pass === "both" ? "TB" : view.pass === "backward" ? "RL" : "LR"}`,
    ...nodeLines(view, ids, theme),
    ...view.edges.map((edge) => `  ${edgeLine(edge, ids, titles)}`),
    ...classLines(view.boxes, ids, theme),
    ...frameLines(view.clusters, theme),
  ];
  return `${lines.join("\n")}\n`;
}

/** Boxes in their blocks, then those outside of any. */
function nodeLines(view: View, ids: ReadonlyMap<string, string>, theme: Theme): string[] {
  const boxes = groupBy(view.boxes, ({ cluster }) => cluster);
  const inner = groupBy(view.clusters, ({ parent }) => parent);
  const numbers = new Map(view.clusters.map(({ id }, i) => [id, `c${i}`]));
  const draw = (cluster: string | undefined, indent: string): string[] =>
    (boxes.get(cluster) ?? []).map((box) => `${indent}${nodeLine(box, ids.get(box.id)!, theme)}`);
  const lines: string[] = [];
  const pending: (Cluster | "end")[] = [...(inner.get(undefined) ?? [])].reverse();
  let indent = "  ";
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (item === "end") {
      indent = indent.slice(2);
      lines.push(`${indent}end`);
      continue;
    }
    lines.push(`${indent}subgraph ${numbers.get(item.id)!}["${escapeMermaid(elide(item.title)) || " "}"]`);
    indent += "  ";
    lines.push(...draw(item.id, indent));
    pending.push("end", ...[...(inner.get(item.id) ?? [])].reverse());
  }
  return [...lines, ...draw(undefined, "  ")];
}

function nodeLine(box: Box, id: string, theme: Theme): string {
  const { outline, double } = theme.looks[box.role];
  const [open, close] = outline === "ellipse" && double ? ["[\\", "\\]"] : outlines[outline];
  const lines = [
    `<b>${escapeMermaid(elide(box.title)) || " "}</b>`,
    ...box.lines.map((line) => escapeMermaid(elide(line, 60))),
    ...(box.shape === "" ? [] : [escapeMermaid(elide(box.shape))]),
    ...noteLines(box.value, ""),
    ...noteLines(box.gradient, "∂"),
    ...(box.cost === undefined ? [] : [escapeMermaid(box.cost)]),
    ...(box.saved === undefined ? [] : [`<b>${escapeMermaid(elide(box.saved))}</b>`]),
  ];
  return `${id}${open}"${lines.join("<br/>")}"${close}`;
}

/** A line for each of the note's; what is no number is in italics. */
function noteLines(note: Note | undefined, name: string): string[] {
  if (note === undefined) return [];
  const [first = "", ...rest] = note.lines;
  return [noteText({ ...note, lines: [first] }, name), ...rest].map((line) => {
    const text = escapeMermaid(line);
    return note.state === "value" ? text : `<i>${text}</i>`;
  });
}

function edgeLine(
  { from, to, kind, label }: Edge,
  ids: ReadonlyMap<string, string>,
  titles: ReadonlyMap<string, string>,
): string {
  const arrow = kind === "flow" ? "-->" : "-.->";
  const name = `∂${titles.get(to)!}/∂${titles.get(from)!}`;
  const text = label === undefined ? "" : `|"${noteLines(label, elide(name)).join("<br/>")}"|`;
  return `${ids.get(from)!} ${arrow}${text} ${ids.get(to)!}`;
}

/** The looks of the roles that are there, and which nodes have each. */
function classLines(boxes: readonly Box[], ids: ReadonlyMap<string, string>, theme: Theme): string[] {
  return [...groupBy(boxes, ({ role }) => role)].flatMap(([role, group]) => [
    `  classDef ${role} ${style(role, theme)}`,
    `  class ${group.map(({ id }) => ids.get(id)!).join(",")} ${role}`,
  ]);
}

function frameLines(clusters: readonly Cluster[], { cluster: { fill, line }, text }: Theme): string[] {
  if (clusters.length === 0) return [];
  const ids = clusters.map((_, i) => `c${i}`).join(",");
  return [`  classDef frame fill:${fill},stroke:${line},color:${text}`, `  class ${ids} frame`];
}

function style(role: Role, theme: Theme): string {
  const { fill, line, text, dashed, thick }: Look = theme.looks[role];
  return [
    `fill:${fill}`,
    `stroke:${line}`,
    `color:${text ?? theme.text}`,
    ...(dashed ? ["stroke-dasharray:5 3"] : []),
    ...(thick ? ["stroke-width:3px"] : []),
  ].join(",");
}
