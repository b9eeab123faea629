import { expand, type Graph, isSource, nodeId, Refusal, type Registry } from "@chainrule/core";

/** More composites than this are not offered as a way out. */
const mostOffered = 8;

/**
 * A graph with composites written out in the primitives that they are made of. An op is a composite where it
 * decomposes into others; one that is a formula, such as sigmoid, is a primitive here, and stays one node.
 * @param nodes ids or output names, or all composites
 * @throws {Refusal} unknown-node | not-composite
 */
export function unfold(graph: Graph, registry: Registry, nodes: readonly string[] | "all"): Graph {
  const isComposite = (op: string): boolean =>
    !isSource(op) && registry.get("ops", op).decompose !== undefined;
  const chosen = nodes === "all" ? undefined : new Set(nodes.map((name) => nodeId(graph, name)));
  const composites = graph.nodes.filter(({ op }) => isComposite(op));
  const known = new Set(composites.map(({ id }) => id));
  for (const id of chosen ?? []) {
    if (known.has(id)) continue;
    const { op } = graph.nodes.find((node) => node.id === id)!;
    throw new Refusal({
      code: "not-composite",
      at: id,
      got: `${id}, ${describe(op, registry)}`,
      need:
        known.size === 0
          ? "an op that is made of others; the graph has none"
          : "an op that is made of others",
      ...(known.size > 0 && { try: `one of ${[...known].slice(0, mostOffered).join(", ")}` }),
    });
  }
  return expand(
    graph,
    registry,
    (op, id) => op.decompose !== undefined && (id === undefined || chosen === undefined || chosen.has(id)),
  );
}

function describe(op: string, registry: Registry): string {
  if (isSource(op)) return `which is ${op === "input" ? "an" : "a"} ${op}`;
  return registry.get("ops", op).formula === undefined
    ? `whose op ${op} is a primitive`
    : `whose op ${op} is one formula`;
}
