import { type Graph, indexOf, isSource } from "../graph.js";
import { select } from "../select.js";

/**
 * Leaves out nodes that nothing needs. What the model declares stays (inputs, parameters, buffers, slots), and so does
 * what was not needed in the first place.
 * @param first the graph before any step
 */
export function dropUnused(graph: Graph, first: Graph): Graph {
  const ends = (some: Graph): string[] => [...Object.values(some.outputs), ...Object.values(some.updates)];
  const neededAtFirst = indexOf(select(first, ends(first)));
  const idle = first.nodes.filter(({ id }) => !neededAtFirst.has(id)).map(({ id }) => id);
  const needed = indexOf(select(graph, [...ends(graph), ...idle]));
  const nodes = graph.nodes.filter(
    ({ id, op }) => needed.has(id) || (isSource(op) && op !== "constant" && indexOf(first).has(id)),
  );
  return Object.freeze({ ...graph, nodes: Object.freeze(nodes) });
}
