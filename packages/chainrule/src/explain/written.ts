import { findNode, formatShape, type Graph, type GraphNode, type Registry } from "@chainrule/core";
import { writerOf } from "@chainrule/viz";

/**
 * How layers' products are written down by the graph's conventions, and the matrices in them that do not lie as the
 * graph has them; by node id. Shapes are turned as the symbols are; the numbers are the same.
 */
export function writtenDown(graph: Graph, registry: Registry): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  if (graph.conventions === undefined) return written;
  const writer = writerOf(graph, { registry });
  const shapeOf = ({ id, shape }: GraphNode): string =>
    formatShape(writer.way(id) === "turned" ? [...shape].reverse() : shape);
  for (const node of graph.nodes) {
    const weight = weightOf(node, graph);
    if (weight === undefined) continue;
    written.set(node.id, `${writer.equationText(node.id)} ${shapeOf(node)}`);
    if (writer.way(weight.id) === "turned")
      written.set(weight.id, `${writer.name(weight.id)} ${shapeOf(weight)}`);
  }
  return written;
}

/** The matrix that a node multiplies by, where it is one that is trained. */
function weightOf({ op, in: inputs }: GraphNode, graph: Graph): GraphNode | undefined {
  if (op !== "affine" && op !== "matmul") return undefined;
  const weight = findNode(graph, inputs[1]!);
  return weight?.op === "parameter" ? weight : undefined;
}
