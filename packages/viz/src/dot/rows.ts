import { quoteDot } from "../escape.js";
import type { Box, Edge, Role, View } from "../view/model.js";

/** From left to right in a row: what was computed, then its gradient, the terms of that, and steps on the way. */
const columns: Readonly<Partial<Record<Role, number>>> = {
  seed: 1,
  gradient: 1,
  sum: 1,
  blockGradient: 1,
  contribution: 2,
  step: 3,
};

/** Boxes by id, where the view has rows. */
export type Rows = ReadonlyMap<string, Box>;

/** The boxes that have a row, by id; empty for a view without rows. */
export function rowsIn({ boxes }: View): Rows {
  return new Map(boxes.filter(({ row }) => row !== undefined).map((box) => [box.id, box]));
}

/** True of an edge that runs upwards, or to the left within a row, and so is written the other way round. */
export function isAgainst({ from, to }: Edge, rows: Rows): boolean {
  const [tail, head] = [rows.get(from), rows.get(to)];
  if (tail === undefined || head === undefined) return false;
  return tail.row === head.row ? columnOf(tail) > columnOf(head) : tail.row! > head.row!;
}

function columnOf({ role }: Box): number {
  return columns[role] ?? 0;
}

/** Lines that put every box on the rank of its row. Invisible points, one a row, keep the rows apart. */
export function rankLines(rows: Rows): string[] {
  if (rows.size === 0) return [];
  const groups = new Map<number, Box[]>();
  for (const box of rows.values()) {
    const group = groups.get(box.row!);
    if (group === undefined) groups.set(box.row!, [box]);
    else group.push(box);
  }
  let anchor = "row";
  while ([...groups.keys()].some((row) => rows.has(`${anchor} ${row}`))) anchor += "′";
  const order = [...groups.keys()].sort((a, b) => a - b);
  const name = (row: number): string => quoteDot(`${anchor} ${row}`);
  return [
    `  node [shape=point, style=invis, width=0, height=0, label=""];`,
    ...order.map((row) => {
      const ids = groups.get(row)!.toSorted((a, b) => columnOf(a) - columnOf(b));
      return `  { rank=same; ${name(row)}; ${ids.map(({ id }) => `${quoteDot(id)};`).join(" ")} }`;
    }),
    ...order.slice(1).map((row, i) => `  ${name(order[i]!)} -> ${name(row)} [style=invis];`),
  ];
}
