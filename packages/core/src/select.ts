import { type Graph, indexOf } from "./graph.js";

/**
 * The graph of the given ends and everything they stand on, in the same order.
 * @param ends node ids
 */
export function select(graph: Graph, ends: readonly string[]): Graph {
  const index = indexOf(graph);
  const needed = new Uint8Array(graph.nodes.length);
  for (const id of ends) needed[index.get(id)!] = 1;
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    if (needed[i]) for (const id of graph.nodes[i]!.in) needed[index.get(id)!] = 1;
  }
  const isNeeded = ([, id]: [string, string]): boolean => needed[index.get(id)!] === 1;
  return {
    ...graph,
    nodes: graph.nodes.filter((_, i) => needed[i]),
    outputs: Object.fromEntries(Object.entries(graph.outputs).filter(isNeeded)),
    updates: Object.fromEntries(Object.entries(graph.updates).filter(isNeeded)),
  };
}
