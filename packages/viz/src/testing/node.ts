import type { Attributes, Graph, GraphNode, Shape } from "@chainrule/core";

/** Whose gradient a backward node is, and how it came about. */
export type Provenance = Pick<GraphNode, "of" | "via" | "rule">;

/** A graph's node in one line; `inputs` are ids with a blank between. */
export function node(
  id: string,
  op: string,
  inputs = "",
  shape: Shape = [],
  attributes: Attributes = {},
  made: Provenance = {},
): GraphNode {
  return { id, op, in: inputs === "" ? [] : inputs.split(" "), attributes, shape, dtype: "float64", ...made };
}

/** A graph of these nodes. */
export function graphOf(nodes: readonly GraphNode[], ends: Partial<Graph> = {}): Graph {
  return { name: "test", dtype: "float64", mode: "train", seed: 0, nodes, outputs: {}, updates: {}, ...ends };
}
