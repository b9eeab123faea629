import type { GraphNode } from "../graph.js";
import { firstSegment } from "../identifiers.js";
import { orderByNeed } from "../order.js";

/** The nodes of a graph by their paths: those of one scope, and the instances in it. */
export interface Part {
  /** Empty, or the instance's path and a slash. */
  readonly prefix: string;
  readonly nodes: GraphNode[];
  /** By name in this scope. */
  readonly parts: Map<string, Part>;
  /** All nodes inside, in the graph's order. */
  readonly all: GraphNode[];
}

export function treeOf(nodes: readonly GraphNode[]): Part {
  const root: Part = { prefix: "", nodes: [], parts: new Map(), all: [] };
  for (const node of nodes) {
    let part = root;
    part.all.push(node);
    const segments = node.id.split("/");
    for (const segment of segments.slice(0, -1)) {
      const prefix = `${part.prefix}${segment}/`;
      const inner: Part = part.parts.get(segment) ?? { prefix, nodes: [], parts: new Map(), all: [] };
      part.parts.set(segment, inner);
      inner.all.push(node);
      part = inner;
    }
    part.nodes.push(node);
  }
  return root;
}

/** What a node is made from: its inputs, and what a buffer is fitted to. */
export function needsOf({ in: inputs, attributes }: GraphNode): readonly string[] {
  const { of } = attributes;
  return typeof of === "string" ? [...inputs, of] : inputs;
}

/** Whether every instance can be made as a whole: in no scope does one need a node that needs the instance. */
export function isNested(root: Part, depth: number): boolean {
  const pending = [{ part: root, left: depth }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { part, left } = at;
    if (left < 0 || isCyclic(part)) return false;
    for (const inner of part.parts.values()) pending.push({ part: inner, left: left - 1 });
  }
  return true;
}

function isCyclic({ prefix, all }: Part): boolean {
  const memberOf = (id: string): string => firstSegment(id.slice(prefix.length));
  const needs = new Map<string, Set<string>>();
  for (const node of all) {
    const member = memberOf(node.id);
    const needed = needs.get(member) ?? new Set();
    needs.set(member, needed);
    for (const id of needsOf(node)) {
      if (id.startsWith(prefix) && memberOf(id) !== member) needed.add(memberOf(id));
    }
  }
  return orderByNeed([...needs.keys()], (name) => needs.get(name)!).cyclic.length > 0;
}
