import { findNode, type Graph, type GraphNode, type Phase } from "@chainrule/core";
import { constantTitle } from "./constant.js";
import { type Blocks, findBlocks, shortName } from "./cluster.js";
import type { Box, Edge } from "./model.js";

/** What is known while a pass is being drawn. */
export interface Scene {
  readonly graph: Graph;
  readonly pass: Phase;
  /** The nodes of this pass, in order. */
  readonly nodes: readonly GraphNode[];
  readonly ids: ReadonlySet<string>;
  readonly blocks: Blocks;
}

/** The boxes and edges of one pass. */
export interface Drawing {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
}

/** Gathers what the drawing of one pass needs. */
export function sceneOf(graph: Graph, pass: Phase, nodes: readonly GraphNode[]): Scene {
  const shown = nodes.filter(({ op }) => op !== "constant");
  return {
    graph,
    pass,
    nodes,
    ids: new Set(nodes.map(({ id }) => id)),
    blocks: findBlocks(shown.map(pathOf)),
  };
}

/** The path whose block a node is drawn in: a gradient lies where the node does whose gradient it is. */
export function pathOf({ id, of }: GraphNode): string {
  return of !== undefined && id.startsWith("grad/") ? of : id.replace(/^(update\/)?(slot\/)?/, "");
}

/** A node as it is called in a box inside `block`: constants by their value, neighbours without the block. */
export function nameIn(block: string | undefined, id: string, graph: Graph): string {
  const node = findNode(graph, id);
  return node?.op === "constant" ? constantTitle(node) : shortName(id, block);
}

/** `id`, with primes where it is taken already; it is taken from then on. */
export function freeId(id: string, taken: Set<string>): string {
  let free = id;
  while (taken.has(free)) free += "′";
  taken.add(free);
  return free;
}
