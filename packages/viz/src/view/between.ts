import { type Graph, type GraphNode, nodeId, type Phase, Refusal } from "@chainrule/core";
import { parseGradientId } from "./gradientName.js";

/** Two nodes, by id or output name; which of them comes first does not matter. */
export interface Between {
  readonly from: string;
  readonly to: string;
}

/** More nodes than this are not offered as a way out. */
const mostOffered = 8;

/**
 * The nodes of one pass that lie on a path between two nodes: in a backward pass on a path between their gradients.
 * @param nodes of the pass, in topological order
 * @throws {Refusal} unknown-node | no-path
 */
export function nodesBetween(
  graph: Graph,
  nodes: readonly GraphNode[],
  pass: Phase,
  { from, to }: Between,
): GraphNode[] {
  const [first, last] = [nodeId(graph, from), nodeId(graph, to)].map((id) =>
    pass === "backward" ? gradientOf(id, nodes) : id,
  );
  const path =
    first === undefined || last === undefined ? new Set<string>() : pathBetween(nodes, first, last);
  if (path.size > 0) return withSteps(nodes, path);
  throw new Refusal({
    code: "no-path",
    at: from,
    got: `no path between ${from} and ${to}${pass === "forward" ? "" : ` in the ${pass} pass`}`,
    need: "two nodes of which one is computed from the other",
    ...(first !== undefined && offer(from, connected(nodes, first))),
  });
}

/** The id of a node's whole gradient. */
function gradientOf(id: string, nodes: readonly GraphNode[]): string | undefined {
  return nodes.find((node) => node.of === id && parseGradientId(node)?.part === "total")?.id;
}

/** What is computed from one of two nodes and leads to the other, both included. */
function pathBetween(nodes: readonly GraphNode[], a: string, b: string): Set<string> {
  const [afterA, beforeA] = reach(nodes, a);
  const [afterB, beforeB] = reach(nodes, b);
  const [after, before] = afterA.has(b) ? [afterA, beforeB] : [afterB, beforeA];
  return new Set([...after].filter((id) => before.has(id)));
}

/** The nodes of a path, and what their rules make on the way to them, such as `transpose(x)`. */
function withSteps(nodes: readonly GraphNode[], path: ReadonlySet<string>): GraphNode[] {
  const shown = new Set(path);
  const rules = new Map<string, GraphNode>();
  for (const node of nodes.toReversed()) {
    const user = rules.get(node.id);
    const isStep = user !== undefined && parseGradientId(node)?.part === "step" && node.via === user.via;
    if (isStep) shown.add(node.id);
    if (shown.has(node.id)) for (const id of node.in) rules.set(id, node);
  }
  return nodes.filter(({ id }) => shown.has(id));
}

/** What is computed from a node, and what it is computed from; itself in both. */
function reach(nodes: readonly GraphNode[], id: string): readonly [Set<string>, Set<string>] {
  const [after, before] = [new Set([id]), new Set([id])];
  for (const node of nodes) if (node.in.some((input) => after.has(input))) after.add(node.id);
  for (const node of nodes.toReversed()) {
    if (before.has(node.id)) for (const input of node.in) before.add(input);
  }
  return [after, before];
}

/** Forward nodes that a node leads to or comes from: of gradients, those whose gradients they are. */
function connected(nodes: readonly GraphNode[], id: string): string[] {
  const [after, before] = reach(nodes, id);
  const names = new Set<string>();
  for (const { id: own, of, op } of nodes) {
    const isNamed = of !== undefined || op !== "constant";
    if (isNamed && (after.has(own) || before.has(own))) names.add(of ?? own);
  }
  return [...names];
}

function offer(from: string, connections: readonly string[]): { try?: string } {
  const names = connections.filter((name) => name !== from);
  if (names.length === 0) return {};
  const shown = names.slice(0, mostOffered).join(", ");
  return { try: `${from} and one of ${shown}${names.length > mostOffered ? ", …" : ""}` };
}
