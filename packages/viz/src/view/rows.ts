import type { GraphNode } from "@chainrule/core";

/**
 * The row of each node in a picture that runs downwards: right above the first of its consumers, so that what a node
 * takes stands near it. What nothing uses is as deep as it must be.
 * @param nodes in topological order
 */
export function rowsOf(nodes: readonly GraphNode[]): Map<string, number> {
  const depths = new Map<string, number>();
  for (const { id, in: inputs } of nodes) {
    depths.set(
      id,
      inputs.reduce((depth, input) => Math.max(depth, (depths.get(input) ?? -1) + 1), 0),
    );
  }
  const rows = new Map<string, number>();
  for (const { id, in: inputs } of nodes.toReversed()) {
    const row = rows.get(id) ?? depths.get(id)!;
    rows.set(id, row);
    for (const input of inputs) {
      if (depths.has(input)) rows.set(input, Math.min(rows.get(input) ?? Infinity, row - 1));
    }
  }
  return rows;
}
