/** A line of a text tree. */
export interface TreeRow {
  readonly name: string;
  readonly isMention: boolean;
  /** Position of the row that it is a child of. */
  readonly parent: number | undefined;
  /** What stands in the other columns. */
  readonly cells: readonly string[];
}

const form = /^(?:⋯(\d+) )?((?:│ {2}| {3})*)(├─ |└─ )?(↑ )?(\S+(?: \S+)*)(?: {2,}(.*))?$/u;

/** Reads a text tree back: which line is a child of which. */
export function parseTree(text: string): { readonly head: string; readonly rows: readonly TreeRow[] } {
  const [head = "", blank, ...lines] = text.split("\n");
  if (blank !== "") throw new Error("no blank line after the head");
  const rows: TreeRow[] = [];
  const last: number[] = [];
  for (const line of lines) {
    if (line === "") break;
    const match = form.exec(line);
    if (match === null) throw new Error(`what is ${JSON.stringify(line)}?`);
    const [, level, stem = "", branch, mention, name = "", rest = ""] = match;
    const depth = level === undefined ? (branch === undefined ? 0 : stem.length / 3 + 1) : Number(level);
    last.length = Math.min(last.length, depth);
    if (depth > 0 && last[depth - 1] === undefined) throw new Error(`a level is missing above ${line}`);
    rows.push({
      name,
      isMention: mention !== undefined,
      parent: depth === 0 ? undefined : last[depth - 1],
      cells: rest.split(/ {2,}/).filter(Boolean),
    });
    last[depth] = rows.length - 1;
  }
  return { head, rows };
}
