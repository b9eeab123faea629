const quoted = '"(?:[^"\\\\]|\\\\.)*"';
const edge = new RegExp(`(${quoted}|\\w+)\\s*->\\s*(${quoted}|\\w+)`, "g");

/**
 * How much work a layout will be: how many ranks the edges cross without stopping, all in all. Graphviz cuts long
 * edges into pieces, one for each rank, and its time grows with the square of their number.
 * @param dot text in which edges come in the order of the nodes that they lead to
 */
export function longEdgePieces(dot: string): number {
  const edges = Array.from(dot.matchAll(edge), (match) => [match[1]!, match[2]!] as const);
  const ranks = new Map<string, number>();
  for (const [from, to] of edges) ranks.set(to, Math.max(ranks.get(to) ?? 0, (ranks.get(from) ?? 0) + 1));
  const reached = new Set(edges.map(([, to]) => to));
  const starts = new Map<string, number>();
  for (const [from, to] of edges) {
    if (!reached.has(from)) starts.set(from, Math.min(starts.get(from) ?? Infinity, ranks.get(to)! - 1));
  }
  const rankOf = (id: string): number => starts.get(id) ?? ranks.get(id)!;
  return edges.reduce((sum, [from, to]) => sum + Math.max(0, rankOf(to) - rankOf(from) - 1), 0);
}
