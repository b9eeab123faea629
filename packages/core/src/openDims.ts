import type { Feeds } from "./engine.js";
import type { Graph } from "./graph.js";

/** The sizes of open dims, from feeds whose shapes fit. */
export function openDims(graph: Graph, feeds: Feeds): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const { id, op, shape } of graph.nodes) {
    if (op !== "input" || !Object.hasOwn(feeds, id)) continue;
    shape.forEach((dim, axis) => {
      if (typeof dim === "string") sizes[dim] ??= feeds[id]!.shape[axis]!;
    });
  }
  return sizes;
}
