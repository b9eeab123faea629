import { besides, type Place } from "./beside.js";
import { labelOf, noteLines } from "./dotLabel.js";
import { font, padded, rowsTable } from "./dotTable.js";
import { type Drawn, type Manner, mannerOf } from "./manner.js";
import { isAgainst, rankLines, rowsIn } from "./rows.js";
import type { Emphasis } from "../slides/deck.js";
import { elide, escapeLabel, quoteDot } from "../escape.js";
import { groupBy } from "../view/groupBy.js";
import type { Box, Cluster, Edge, View } from "../view/model.js";
import { type Look, louppe, type Outline, type Theme } from "../theme.js";

export interface DotOptions {
  readonly theme?: Theme;
  /** Where the arrows lead. Default: backward `left`, the others `right`, so that the two passes mirror each other. Of both passes in one picture, always `down`. */
  readonly direction?: "right" | "left" | "down" | "up";
  /** Classes for a style sheet to find boxes and edges by: `b12` and `e5`, by their index in the view. */
  readonly marks?: boolean;
  /** What is lit, what is past and what comes later. The layout is the same with it and without. */
  readonly emphasis?: Emphasis;
}

type Places = ReadonlyMap<string, Place>;

const captionLength = 150;
const rankdirs = { right: "LR", left: "RL", down: "TB", up: "BT" } as const;

const outlines: Readonly<Record<Outline, { shape: string; style: string }>> = {
  box: { shape: "box", style: "filled" },
  rounded: { shape: "box", style: "rounded,filled" },
  ellipse: { shape: "ellipse", style: "filled" },
  cylinder: { shape: "cylinder", style: "filled" },
  plain: { shape: "box", style: "filled" },
  folder: { shape: "folder", style: "filled" },
  sheet: { shape: "note", style: "filled" },
};

/**
 * A view as DOT text. The same view gives the same text; names are quoted and escaped.
 * @see https://graphviz.org/doc/info/lang.html
 */
export function dot(view: View, options: DotOptions = {}): string {
  const theme = options.theme ?? louppe;
  const direction = directionOf(view, options);
  const places = view.pass === "both" ? new Map<string, Place>() : besides(view);
  const manner = mannerOf(view, theme, options.emphasis, options.marks ?? false);
  const lines = [
    `digraph ${quoteDot(view.name)} {`,
    `  graph [rankdir=${rankdirs[direction]}, newrank=true, bgcolor="${theme.background}", pad=0.15, nodesep=0.22, ranksep=0.36,`,
    `    fontname="Helvetica", fontsize=12, fontcolor="${theme.muted}"];`,
    ...(view.caption === undefined || view.boxes.length === 0
      ? []
      : [`  label=<${captionLines(view.caption).map(escapeLabel).join("<BR/>")}>; labelloc=b;`]),
    `  node [fontname="Helvetica", fontsize=12, fontcolor="${theme.muted}", margin="0.11,0.06", width=0.3, height=0.3];`,
    `  edge [color="${theme.edge}", arrowsize=0.7];`,
    ...boxLines(view, places, theme, manner, direction === "left" ? "r" : "l"),
    ...edgeLines(view, places, manner),
    ...rankLines(rowsIn(view)),
  ];
  return `${lines.join("\n")}\n}\n`;
}

/** A caption's parts on lines that are not much longer than a picture is wide. */
function captionLines(caption: string): string[] {
  const lines: string[] = [];
  for (const part of caption.split(" · ")) {
    const longer = `${lines.at(-1)} · ${part}`;
    if (lines.length > 0 && longer.length <= captionLength) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

function directionOf({ pass }: View, { direction }: DotOptions): keyof typeof rankdirs {
  if (pass === "both") return "down";
  return direction ?? (pass === "backward" ? "left" : "right");
}

/** Boxes in their clusters, then those outside of any. */
function boxLines(view: View, places: Places, theme: Theme, manner: Manner, start: "l" | "r"): string[] {
  const groups = groupBy(view.boxes, (box) => places.get(box.id)?.anchor ?? box.id);
  const anchors = groupBy(
    view.boxes.filter((box) => !places.has(box.id)),
    (box) => box.cluster,
  );
  const draw = (cluster: string | undefined): string[] =>
    (anchors.get(cluster) ?? []).flatMap(({ id }) => groupLines(id, groups.get(id)!, manner));
  const inner = groupBy(view.clusters, (cluster) => cluster.parent);
  const lines: string[] = [];
  const pending: (Cluster | "close")[] = [...(inner.get(undefined) ?? [])].reverse();
  let indent = "  ";
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (item === "close") {
      indent = indent.slice(2);
      lines.push(`${indent}}`);
      continue;
    }
    lines.push(`${indent}subgraph ${quoteDot(`cluster_${item.id}`)} {`);
    indent += "  ";
    lines.push(indent + clusterLook(item, theme, start), ...draw(item.id).map((line) => indent + line));
    pending.push("close", ...[...(inner.get(item.id) ?? [])].reverse());
  }
  return [...lines, ...draw(undefined).map((line) => `  ${line}`)];
}

function clusterLook({ title }: Cluster, { cluster: { fill, line } }: Theme, start: string): string {
  const label = `<B>${escapeLabel(elide(title))}</B>`;
  return `label=<${label}>; labelloc=t; labeljust=${start}; margin=10; style="rounded,filled"; fillcolor="${fill}"; color="${line}";`;
}

/** A box, or a box and those beside it; an unseen cluster keeps these together. */
function groupLines(anchor: string, boxes: readonly Box[], manner: Manner): string[] {
  const lines = boxes.map((box) => nodeLine(box, manner.box(box.id)));
  if (boxes.length === 1) return lines;
  const name = quoteDot(`cluster_ beside ${anchor}`);
  return [
    `subgraph ${name} { peripheries=0; bgcolor="transparent"; label=""; margin=0;`,
    ...lines.map((line) => `  ${line}`),
    "}",
  ];
}

function nodeLine(box: Box, { theme, mark, extra }: Drawn): string {
  const look: Look = theme.looks[box.role];
  const { shape, style } = outlines[look.outline];
  const attributes = [
    `label=<${labelOf(box, theme)}>`,
    `class="${mark === undefined ? box.role : `${box.role} ${mark}`}"`,
    `shape=${shape}`,
    `style="${look.dashed ? `${style},dashed` : style}"`,
    `fillcolor="${look.fill}"`,
    `color="${look.line}"`,
  ];
  if (look.double || box.result) attributes.push("peripheries=2");
  if (look.thick) attributes.push("penwidth=3");
  if (look.small) attributes.push('margin="0.07,0.04"');
  attributes.push(...extra);
  return `${quoteDot(box.id)} [${attributes.join(", ")}];`;
}

function edgeLines(view: View, places: Places, manner: Manner): string[] {
  const rows = rowsIn(view);
  const titles = new Map(view.boxes.map(({ id, title }) => [id, title]));
  return view.edges.map((edge, i) => {
    const { from, to } = edge;
    const { theme, mark, extra } = manner.edge(i);
    const look = [...edgeLook(edge, theme), ...edgeLabel(edge, titles, theme), ...extra];
    if (mark !== undefined) look.push(`class="${mark}"`);
    const side = places.get(from)?.side;
    if (side === undefined) {
      return `  ${isAgainst(edge, rows) ? line(to, from, ["dir=back", ...look]) : line(from, to, look)}`;
    }
    // Within a rank an edge's tail comes first, so to stand behind its consumer a box must be the head.
    const written = side === "ahead" ? line(from, to, look) : line(to, from, ["dir=back", ...look]);
    return `  { rank=same; ${written} }`;
  });
}

/** `∂u3/∂u2` above the derivative that stands on an edge. */
function edgeLabel({ from, to, label }: Edge, titles: ReadonlyMap<string, string>, theme: Theme): string[] {
  if (label === undefined) return [];
  const name = `∂${titles.get(to)!}/∂${titles.get(from)!}`;
  const lines = [
    font(escapeLabel(elide(name)), { color: theme.gradient }),
    ...noteLines(label, label.cells === undefined ? "= " : "", theme.gradient),
  ];
  return [`label=<${padded(rowsTable(lines))}>`, "fontsize=11"];
}

function edgeLook({ kind }: Edge, theme: Theme): string[] {
  if (kind === "flow") return [];
  return [`color="${theme.reference}"`, "style=dashed", "arrowhead=open", "arrowtail=open", "arrowsize=0.5"];
}

function line(tail: string, head: string, attributes: readonly string[]): string {
  const edge = `${quoteDot(tail)} -> ${quoteDot(head)}`;
  return attributes.length === 0 ? `${edge};` : `${edge} [${attributes.join(", ")}];`;
}
