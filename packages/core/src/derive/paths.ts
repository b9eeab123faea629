import type { Graph } from "../graph.js";
import { type LocalRule, localRule } from "../localRule.js";
import type { Registry } from "../registry.js";
import { select } from "../select.js";

/** One factor of a chain rule: ∂consumer/∂input, through one of the consumer's inputs. */
export interface PathEdge {
  readonly consumer: string;
  /** Which of the consumer's inputs. */
  readonly position: number;
  readonly input: string;
  readonly rule: LocalRule;
}

/** A way from a value back to what it depends on, the edge at the value first. Empty from a node to itself. */
export type Path = readonly PathEdge[];

/** The ways along which one node varies with another. */
export interface Paths {
  /** How many there are: exact, and found without listing them. */
  readonly count: bigint;
  /** One path after the other, by the order of inputs; each is made when it is asked for. */
  [Symbol.iterator](): IterableIterator<Path>;
}

/**
 * Every path from `of` back to `wrt` along which `of` varies: an edge that is locally constant, or leads through
 * integers, is none. Memory and the time to the first path grow with the nodes in between, not with the paths.
 * @param of id of a node
 * @param wrt id of a node
 * @throws {Refusal} no-vjp
 */
export function pathsBetween(graph: Graph, of: string, wrt: string, registry: Registry): Paths {
  const edges = edgesBetween(graph, of, wrt, registry);
  return { count: countPaths(edges, of, wrt), [Symbol.iterator]: () => walk(edges, of, wrt) };
}

type Edges = ReadonlyMap<string, readonly PathEdge[]>;

/** By consumer, the edges that lie on a path; a consumer comes after all that it stands on. */
function edgesBetween(graph: Graph, of: string, wrt: string, registry: Registry): Edges {
  const edges = new Map<string, PathEdge[]>();
  const varies = new Set([wrt]);
  for (const { id: consumer, in: inputs } of select(graph, [of]).nodes) {
    if (consumer === wrt) continue;
    const found = inputs.flatMap((input, position): PathEdge[] => {
      const rule = varies.has(input) ? localRule(graph, consumer, position, registry) : undefined;
      return rule === undefined ? [] : [{ consumer, position, input, rule }];
    });
    if (found.length === 0) continue;
    varies.add(consumer);
    edges.set(consumer, found);
  }
  return edges;
}

/** Each node's paths are those of its inputs together. */
function countPaths(edges: Edges, of: string, wrt: string): bigint {
  const counts = new Map<string, bigint>([[wrt, 1n]]);
  for (const [consumer, own] of edges)
    counts.set(
      consumer,
      own.reduce((sum, { input }) => sum + (counts.get(input) ?? 0n), 0n),
    );
  return counts.get(of) ?? 0n;
}

/** Depth first. No way of it ends blind, as each edge leads on to `wrt`. */
function* walk(edges: Edges, of: string, wrt: string): IterableIterator<Path> {
  if (of === wrt) yield [];
  const path: PathEdge[] = [];
  const pending: { readonly edge: PathEdge; readonly depth: number }[] = [];
  const enter = (id: string, depth: number): void => {
    for (const edge of (edges.get(id) ?? []).toReversed()) pending.push({ edge, depth });
  };
  enter(of, 0);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    path.length = next.depth;
    path.push(next.edge);
    if (next.edge.input === wrt) yield [...path];
    else enter(next.edge.input, path.length);
  }
}
