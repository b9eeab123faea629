import { indexOf } from "@chainrule/core";
import type { Box } from "./model.js";
import { nameIn } from "./name.js";
import { boxOf, type Scene } from "./scene.js";

/**
 * A small box that stands for a node which is drawn elsewhere.
 * @param id its own
 */
export function referenceTo(
  node: string,
  id: string,
  cluster: string | undefined,
  { graph, blocks }: Scene,
): Box {
  const { shape } = boxOf(graph.nodes[indexOf(graph).get(node)!]!, blocks);
  const title = nameIn(cluster, node, graph);
  return {
    id,
    node,
    role: "reference",
    title,
    lines: [],
    shape,
    result: false,
    ...(cluster !== undefined && { cluster }),
  };
}
