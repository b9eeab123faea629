import { labelOf } from "./dotLabel.js";
import { elide, escapeXml, quoteDot } from "./escape.js";
import type { Box, Cluster, Edge, View } from "./model.js";
import { type Look, type Outline, slides, type Theme } from "./theme.js";

export interface DotOptions {
  readonly theme?: Theme;
  /** Where the arrows lead. Default: backward `left`, the others `right`, so that the two passes mirror each other. */
  readonly direction?: "right" | "left" | "down" | "up";
}

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
  const lines = [
    `digraph ${quoteDot(view.name)} {`,
    `  graph [rankdir=${rankdirs[direction]}, newrank=true, bgcolor="${theme.background}", pad=0.15, nodesep=0.22, ranksep=0.36,`,
    `    fontname="Helvetica", fontsize=12, fontcolor="${theme.muted}"];`,
    ...(view.caption === undefined || view.boxes.length === 0
      ? []
      : [`  label=<${escapeXml(view.caption)}>; labelloc=b;`]),
    `  node [fontname="Helvetica", fontsize=12, fontcolor="${theme.text}", margin="0.11,0.06", width=0.3, height=0.3];`,
    `  edge [color="${theme.edge}", arrowsize=0.7];`,
    ...boxLines(view, theme),
    ...edgeLines(view.edges, theme),
  ];
  return `${lines.join("\n")}\n}\n`;
}

/** Boxes in their clusters, then those outside of any. */
function boxLines(view: View, theme: Theme): string[] {
  const boxes = groupBy(view.boxes, (box) => box.cluster);
  const inner = groupBy(view.clusters, (cluster) => cluster.parent);
  const lines: string[] = [];
  const pending: (Cluster | "close")[] = [...(inner.get(undefined) ?? [])].reverse();
  let depth = 1;
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (item === "close") {
      lines.push(`${"  ".repeat(--depth)}}`);
      continue;
    }
    lines.push(...clusterHead(item, theme).map((line, i) => "  ".repeat(i === 0 ? depth : depth + 1) + line));
    depth++;
    for (const box of boxes.get(item.id) ?? []) lines.push("  ".repeat(depth) + nodeLine(box, theme));
    pending.push("close", ...[...(inner.get(item.id) ?? [])].reverse());
  }
  return [...lines, ...(boxes.get(undefined) ?? []).map((box) => `  ${nodeLine(box, theme)}`)];
}

function clusterHead({ id, title }: Cluster, { cluster }: Theme): string[] {
  return [
    `subgraph ${quoteDot(`cluster_${id}`)} {`,
    `label=<<B>${escapeXml(elide(title))}</B>>; labeljust=l; margin=10; style="rounded,filled"; fillcolor="${cluster.fill}"; color="${cluster.line}";`,
  ];
}

function nodeLine(box: Box, theme: Theme): string {
  const look: Look = theme.looks[box.role];
  const { shape, style } = outlines[look.outline];
  const attributes = [
    `label=<${labelOf(box, theme)}>`,
    `class="${box.role}"`,
    `shape=${shape}`,
    `style="${look.dashed ? `${style},dashed` : style}"`,
    `fillcolor="${look.fill}"`,
    `color="${look.line}"`,
  ];
  if (look.double || box.result) attributes.push("peripheries=2");
  if (look.small) attributes.push('margin="0.07,0.04"');
  return `${quoteDot(box.id)} [${attributes.join(", ")}];`;
}

/**
 * References stand beside the box that uses them, in turns before and after it: in the same rank, so that what
 * flows keeps its straight line.
 */
function edgeLines(edges: readonly Edge[], theme: Theme): string[] {
  const look = `color="${theme.reference}", style=dashed, arrowhead=open, arrowtail=open, arrowsize=0.5`;
  const references = new Map<string, number>();
  return edges.map(({ from, to, kind }) => {
    const [tail, head] = [quoteDot(from), quoteDot(to)];
    if (kind === "flow") return `  ${tail} -> ${head};`;
    const count = references.get(to) ?? 0;
    references.set(to, count + 1);
    const edge = count % 2 === 0 ? `${tail} -> ${head} [${look}]` : `${head} -> ${tail} [dir=back, ${look}]`;
    return `  { rank=same; ${edge}; }`;
  });
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
