import { Builder } from "./builder.js";
import { type Graph, isSource } from "./graph.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { Op } from "./op.js";
import type { Registry } from "./registry.js";
import { replaceNodes } from "./replaceNodes.js";

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
  return replaceNodes(graph, builder, ({ id, op: name, in: inputs, attributes }) => {
    const op = isSource(name) ? undefined : registry.get("ops", name);
    if (op === undefined || !unfold(op, id)) return undefined;
    const make = () =>
      builder.call(
        op,
        inputs.map((input) => builder.get(input)),
        attributes,
      );
    return { scope: id, make };
  });
}
