import { Builder } from "./builder.js";
import { type Graph, isSource } from "./graph.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { Op } from "./op.js";
import type { Registry } from "./registry.js";

/**
 * Puts each chosen composite's decomposition in its place, composites inside it included. The last node of a
 * decomposition keeps the composite's id, the others get ids below it (`u4/multiply`).
 * @param unfold which ops; each must have `decompose`. Of the graph's own nodes it is asked by id, of what stands inside
 *   a decomposition without
 * @throws {Refusal} too-deep
 */
export function expand(
  graph: Graph,
  registry: Registry,
  unfold: (op: Op, id?: string) => boolean,
  limits: Limits = defaultLimits,
): Graph {
  const builder = new Builder({ ...graph, registry, unfold: (op) => unfold(op), limits });
  for (const node of graph.nodes) {
    const op = isSource(node.op) ? undefined : registry.get("ops", node.op);
    if (op === undefined || !unfold(op, node.id)) {
      builder.adopt(node);
      continue;
    }
    const provenance =
      node.of === undefined
        ? undefined
        : { of: node.of, ...(node.via !== undefined && { via: node.via }), rule: node.rule! };
    builder.within({ scope: node.id, provenance }, () =>
      builder.name(
        builder.call(
          op,
          node.in.map((id) => builder.get(id)),
          node.attributes,
        ),
        node.id,
      ),
    );
  }
  return builder.finish(graph);
}
