import type { Graph, GraphNode } from "@chainrule/core";
import type { ShapeBox } from "../view/model.js";

/**
 * The shapes of a graph's nodes as boxes to draw, by node id.
 * @see Kent, Introduction to Deep Learning: pink parameters, blue activations, green gradients
 */
export function shapesOf({ nodes }: Graph): ReadonlyMap<string, ShapeBox> {
  return new Map(nodes.map((node) => [node.id, { kind: kindOf(node), dims: node.shape }]));
}

function kindOf({ op, of, id }: GraphNode): ShapeBox["kind"] {
  if (of !== undefined) return "gradient";
  return op === "parameter" || id.startsWith("update/") ? "parameter" : "activation";
}
