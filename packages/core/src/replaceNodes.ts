import type { Builder } from "./builder.js";
import type { Graph, GraphNode } from "./graph.js";
import type { Provenance, Value } from "./value.js";

/** Another way to compute a node, from values that stand before it. */
export interface Replacing {
  /** Prefix of the ids of nodes that it makes; the last of them keeps the id of the node. */
  readonly scope: string;
  make(): Value;
}

/**
 * Copies a graph into an empty builder, some nodes computed in another way. All others stay the same objects.
 * @param builder empty, with the graph's own settings
 * @param replacing undefined for nodes that stay
 */
export function replaceNodes(
  graph: Graph,
  builder: Builder,
  replacing: (node: GraphNode) => Replacing | undefined,
): Graph {
  for (const node of graph.nodes) {
    const other = replacing(node);
    if (other === undefined) builder.adopt(node);
    else
      builder.within({ scope: other.scope, provenance: provenanceOf(node) }, () =>
        builder.name(other.make(), node.id),
      );
  }
  return builder.finish(graph);
}

/** What takes the place of a backward node says of itself what that said. */
function provenanceOf({ of, via, rule }: GraphNode): Provenance | undefined {
  return of === undefined ? undefined : { of, ...(via !== undefined && { via }), rule: rule! };
}
