import { besides, type Place } from "./beside.js";
import { labelOf } from "./dotLabel.js";
import { type Drawn, type Manner, mannerOf } from "./manner.js";
import type { Emphasis } from "../slides/deck.js";
import { elide, escapeXml, quoteDot } from "../escape.js";
import type { Box, Cluster, View } from "../view/model.js";
import { type Look, type Outline, slides, type Theme } from "../theme.js";

export interface DotOptions {
  readonly theme?: Theme;
  /** Where the arrows lead. Default: backward `left`, the others `right`, so that the two passes mirror each other. */
  readonly direction?: "right" | "left" | "down" | "up";
  /** Classes for a style sheet to find boxes and edges by: `b12` and `e5`, by their index in the view. */
  readonly marks?: boolean;
  /** What is lit, what is past and what comes later. The layout is the same with it and without. */
  readonly emphasis?: Emphasis;
}

type Places = ReadonlyMap<string, Place>;

const rankdirs = { right: "LR", left: "RL", down: "TB", up: "BT" } as const;

const outlines: Readonly<Record<Outline, { shape: string; style: string }>> = {
  box: { shape: "box", style: "filled" },
  rounded: { shape: "box", style: "rounded,filled" },
  ellipse: { shape: "ellipse", style: "filled" },
  cylinder: { shape: "cylinder", style: "filled" },
  plain: { shape: "box", style: "filled" },
};

/**
 * A view as DOT text. The same view gives the same text; names are quoted and escaped.
 * @see https://graphviz.org/doc/info/lang.html
 */
export function dot(view: View, options: DotOptions = {}): string {
  const theme = options.theme ?? slides;
  const direction = options.direction ?? (view.pass === "backward" ? "left" : "right");
  const places = besides(view);
  const manner = mannerOf(view, theme, options.emphasis, options.marks ?? false);
  const lines = [
    `digraph ${quoteDot(view.name)} {`,
    `  graph [rankdir=${rankdirs[direction]}, newrank=true, bgcolor="${theme.background}", pad=0.15, nodesep=0.22, ranksep=0.36,`,
    `    fontname="Helvetica", fontsize=12, fontcolor="${theme.muted}"];`,
    ...(view.caption === undefined || view.boxes.length === 0
      ? []
      : [`  label=<${escapeXml(view.caption)}>; labelloc=b;`]),
    `  node [fontname="Helvetica", fontsize=12, fontcolor="${theme.muted}", margin="0.11,0.06", width=0.3, height=0.3];`,
    `  edge [color="${theme.edge}", arrowsize=0.7];`,
    ...boxLines(view, places, theme, manner, direction === "left" ? "r" : "l"),
    ...edgeLines(view, places, manner),
  ];
  return `${lines.join("\n")}\n}\n`;
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
  const label = `<B>${escapeXml(elide(title))}</B>`;
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
  if (look.small) attributes.push('margin="0.07,0.04"');
  attributes.push(...extra);
  return `${quoteDot(box.id)} [${attributes.join(", ")}];`;
}

function edgeLines(view: View, places: Places, manner: Manner): string[] {
  return view.edges.map(({ from, to, kind }, i) => {
    const { theme, mark, extra } = manner.edge(i);
    const look = kind === "flow" ? [...extra] : [...referenceLook(theme), ...extra];
    if (mark !== undefined) look.push(`class="${mark}"`);
    const side = places.get(from)?.side;
    if (side === undefined) return `  ${line(from, to, look)}`;
    // Within a rank an edge's tail comes first, so to stand behind its consumer a box must be the head.
    const edge = side === "ahead" ? line(from, to, look) : line(to, from, ["dir=back", ...look]);
    return `  { rank=same; ${edge} }`;
  });
}

function referenceLook({ reference }: Theme): string[] {
  return [`color="${reference}"`, "style=dashed", "arrowhead=open", "arrowtail=open", "arrowsize=0.5"];
}

function line(tail: string, head: string, attributes: readonly string[]): string {
  const edge = `${quoteDot(tail)} -> ${quoteDot(head)}`;
  return attributes.length === 0 ? `${edge};` : `${edge} [${attributes.join(", ")}];`;
}

function groupBy<K, T>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
