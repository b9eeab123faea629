import type { Graph, GraphNode, Phase, Registry } from "@chainrule/core";
import { type Blocks, findBlocks } from "./cluster.js";
import type { Box, Edge } from "./model.js";

/** What is known while one pass is being drawn. */
export interface Scene {
  readonly graph: Graph;
  readonly pass: Phase;
  /** The nodes of this pass, in order. */
  readonly nodes: readonly GraphNode[];
  readonly ids: ReadonlySet<string>;
  readonly blocks: Blocks;
  /** Ids that boxes of the same picture have, outside of this pass. */
  readonly reserved?: ReadonlySet<string>;
  /** True where only a part of the pass is drawn: what the rest hands in is drawn as references. */
  readonly isPart?: boolean;
  /** Knows the defaults of attributes. */
  readonly registry: Registry | undefined;
}

/** The boxes and edges of one pass. */
export interface Drawing {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
}

/** Gathers what the drawing of one pass needs. */
export function sceneOf(graph: Graph, pass: Phase, nodes: readonly GraphNode[], registry?: Registry): Scene {
  const ids = new Set(nodes.map(({ id }) => id));
  return { graph, pass, nodes, ids, blocks: blocksOf(nodes), registry };
}

/** The blocks that nodes lie in. A number beside an op makes none. */
export function blocksOf(nodes: readonly GraphNode[]): Blocks {
  return findBlocks(nodes.filter(({ op }) => op !== "constant").map(pathOf));
}

/** The path whose block a node is drawn in: a gradient lies where the node does whose gradient it is. */
export function pathOf({ id, of }: GraphNode): string {
  return of !== undefined && id.startsWith("grad/") ? of : id.replace(/^(update\/)?(slot\/)?/, "");
}

/** What the boxes of one node have in common, whatever they say of it. */
export function boxOf(
  node: GraphNode,
  blocks: Blocks,
): Pick<Box, "id" | "node" | "cluster" | "shape" | "result"> {
  const { id, shape } = node;
  const cluster = blocks.around(pathOf(node));
  const dims = shape.length === 0 ? "" : `[${shape.join(", ")}]`;
  return { id, node: id, shape: dims, result: false, ...(cluster !== undefined && { cluster }) };
}

/** `id`, with primes where it is taken already; it is taken from then on. */
export function freeId(id: string, taken: Set<string>): string {
  let free = id;
  while (taken.has(free)) free += "′";
  taken.add(free);
  return free;
}
