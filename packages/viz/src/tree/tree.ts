import { elide, escapeTree } from "../escape.js";
import type { Box, Edge, View } from "../view/model.js";
import { noteText } from "../view/noteText.js";

/** Deeper levels stand at this one with their number before them, so that a long chain takes a line each and no more. */
const deepest = 20;
/** Cells that are wider push what comes after them; the others are padded. */
const widestColumn = 56;

/** A row of the tree: a box where it is first met, or a mention of one that stands further up. */
interface Row {
  readonly cells: readonly string[];
}

/**
 * A view as a tree of text, from what comes out to what goes in, with one line for each box and each mention of it.
 * Where a box is met again, `↑` says that it stands further up. Columns are: the tree, what a box is computed by, its
 * shape, value, gradient, the local derivative of what it leads to, what else is known, and its block.
 */
export function tree(view: View): string {
  const rows = rowsOf(view);
  const widths = columnWidths(rows);
  const lines = rows.map(({ cells }) => {
    const last = cells.findLastIndex((cell) => cell !== "");
    const shown = widths.flatMap((width, i) =>
      i > last || width === 0 ? [] : [i === last ? cells[i]! : cells[i]!.padEnd(width)],
    );
    return shown.join("  ");
  });
  const head = `${escapeTree(elide(view.name))}, ${view.pass === "both" ? "forward and backward" : view.pass}`;
  const caption = view.caption === undefined || rows.length === 0 ? [] : ["", escapeTree(view.caption)];
  return `${[head, "", ...lines, ...caption].join("\n")}\n`;
}

function rowsOf(view: View): Row[] {
  const boxes = new Map(view.boxes.map((box) => [box.id, box]));
  const names: Names = {
    titles: new Map(view.boxes.map(({ id, title }) => [id, title])),
    blocks: new Map(view.clusters.map(({ id, block }) => [id, block ?? id])),
  };
  const inputs = new Map<string, Edge[]>();
  const used = new Set<string>();
  for (const edge of view.edges) {
    used.add(edge.from);
    const list = inputs.get(edge.to);
    if (list === undefined) inputs.set(edge.to, [edge]);
    else list.push(edge);
  }
  const rows: Row[] = [];
  const shown = new Set<string>();
  /** Last first: what nothing uses, then, where folded blocks made a circle, what has not been reached. */
  const roots = [...view.boxes.filter(({ id }) => !used.has(id)), ...view.boxes];
  for (const root of roots) {
    if (shown.has(root.id)) continue;
    const pending: Pending[] = [{ id: root.id, level: 0, stem: [], isLast: true }];
    for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
      const { id, edge, level, stem, isLast } = item;
      const box = boxes.get(id)!;
      const isMention = shown.has(id);
      rows.push(rowOf(box, item, isMention, names));
      if (isMention) continue;
      shown.add(id);
      const below = edge === undefined ? [] : [...stem, isLast ? "   " : "│  "].slice(-deepest);
      const children = inputs.get(id) ?? [];
      for (let i = children.length - 1; i >= 0; i--) {
        pending.push({
          id: children[i]!.from,
          edge: children[i]!,
          level: level + 1,
          stem: below,
          isLast: i === children.length - 1,
        });
      }
    }
  }
  return rows;
}

/** What boxes and clusters are called. */
interface Names {
  readonly titles: ReadonlyMap<string, string>;
  readonly blocks: ReadonlyMap<string, string>;
}

interface Pending {
  readonly id: string;
  /** The edge that leads from it; none from a root. */
  readonly edge?: Edge;
  readonly level: number;
  /** What stands before it: a piece for each level, or for the last of them. */
  readonly stem: readonly string[];
  readonly isLast: boolean;
}

function rowOf(
  box: Box,
  { edge, level, stem, isLast }: Pending,
  isMention: boolean,
  { titles, blocks }: Names,
): Row {
  const branch = edge === undefined ? "" : isLast ? "└─ " : "├─ ";
  const before = (level > deepest + 1 ? `⋯${level} ` : "") + stem.join("") + branch;
  const name = escapeTree(elide(box.title)) || '""';
  const derivative =
    edge?.label === undefined ? "" : noteText(edge.label, `∂${titles.get(edge.to)!}/∂${box.title}`);
  if (isMention) return { cells: [`${before}↑ ${name}`, "", "", "", "", escapeTree(derivative), "", ""] };
  const { lines, shape, value, gradient, saved, cost, cluster = "" } = box;
  const block = blocks.get(cluster) ?? "";
  const cells = [
    oneLine(lines),
    elide(shape),
    value === undefined ? "" : noteText(value),
    gradient === undefined ? "" : noteText(gradient, "∂"),
    derivative,
    [saved, cost].filter((text) => text !== undefined).join(", "),
    block === "" ? "" : `in ${elide(block)}`,
  ];
  return { cells: [before + name, ...cells.map(escapeTree)] };
}

/** A call that was broken before its inputs is whole again. */
function oneLine(lines: readonly string[]): string {
  return lines.map((line, i) => (i === 0 || line.startsWith("(") ? "" : ", ") + elide(line, 60)).join("");
}

function columnWidths(rows: readonly Row[]): number[] {
  const widths: number[] = [];
  for (const { cells } of rows) {
    cells.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, Math.min(cell.length, i === 0 ? Infinity : widestColumn));
    });
  }
  return widths;
}
