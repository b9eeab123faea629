import {
  type Expression,
  type Graph,
  type GraphNode,
  indexOf,
  isOperation,
  isSource,
  type Registry,
  sizeOf,
  writeOp,
} from "@chainrule/core";

/** A formula with more symbols than this is not written down. */
const longest = 200;

/**
 * What a node computes, as one expression in the symbols that `leaf` knows; what it does not know is written out in
 * its place.
 * @param leaf the symbol of an operand, or undefined
 * @returns undefined for a source, an op that is not loaded, and for what is too long to read
 */
export function fragment(
  graph: Graph,
  id: string,
  leaf: (node: GraphNode) => Expression | undefined,
  registry: Registry,
): Expression | undefined {
  const index = indexOf(graph);
  const written = new Map<number, Expression>();
  const needed = new Set<number>();
  const pending = [index.get(id)!];
  for (let i = pending.pop(); i !== undefined; i = pending.pop()) {
    if (needed.has(i)) continue;
    needed.add(i);
    if (needed.size > longest) return undefined;
    const node = graph.nodes[i]!;
    const known = node.id === id ? undefined : leaf(node);
    if (known !== undefined) written.set(i, known);
    else if (isSource(node.op)) return undefined;
    else pending.push(...node.in.map((input) => index.get(input)!));
  }
  for (const i of [...needed].sort((a, b) => a - b)) {
    if (written.has(i)) continue;
    const node = graph.nodes[i]!;
    const op = registry.find("ops", node.op);
    if (op === undefined) return undefined;
    const expression = writeOp(
      op,
      node.in.map((input) => written.get(index.get(input)!)!),
      node.attributes,
    );
    if (sizeOf(expression, longest) >= longest) return undefined;
    written.set(i, isOperation(expression) ? { ...expression, shape: node.shape } : expression);
  }
  return written.get(index.get(id)!);
}
