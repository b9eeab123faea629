import type { GraphNode } from "@chainrule/core";
import { parseGradientId } from "./gradientName.js";

/** True of a node that adds up what reaches a value through several consumers. */
export function isSum(node: GraphNode): boolean {
  return node.rule === "total";
}

/** The nodes with each chain of additions of a sum as one node that takes all the terms. */
export function foldSums(nodes: readonly GraphNode[]): GraphNode[] {
  const partial = new Map<string, string[]>();
  return nodes.flatMap((node) => {
    if (!isSum(node)) return [node];
    const [first, ...rest] = node.in;
    // The list grows along the chain; nothing else uses a partial sum, so it need not be copied.
    const terms = partial.get(first!) ?? [first!];
    terms.push(...rest);
    if (parseGradientId(node)?.part !== "step") return [{ ...node, in: terms }];
    partial.set(node.id, terms);
    return [];
  });
}
