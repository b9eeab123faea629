import { bindShape, type Graph, indexOf, isSource } from "@chainrule/core";
import { type Amount, bytesOf } from "./amount.js";
import { phasesOf } from "../view/phase.js";

/** A value of the forward pass that the backward pass uses. */
export interface Saved {
  /** True of what an op computed, false of inputs, parameters and constants, which are there anyway. */
  readonly isComputed: boolean;
  readonly bytes: Amount;
}

/**
 * The values of the forward pass that the backward pass needs, and so has to be kept for it, by node id.
 * @param graph the differentiated graph
 * @param dims sizes of open dims; those that are not given stay names
 */
export function savedBy(
  graph: Graph,
  dims: Readonly<Record<string, number>> = {},
): ReadonlyMap<string, Saved> {
  const index = indexOf(graph);
  const phases = phasesOf(graph);
  const saved = new Map<string, Saved>();
  graph.nodes.forEach((node, i) => {
    if (phases[i] !== "backward") return;
    for (const id of node.in) {
      const at = index.get(id)!;
      if (phases[at] !== "forward" || saved.has(id)) continue;
      const { op, shape, dtype } = graph.nodes[at]!;
      saved.set(id, { isComputed: !isSource(op), bytes: bytesOf({ shape: bindShape(shape, dims), dtype }) });
    }
  });
  return saved;
}
