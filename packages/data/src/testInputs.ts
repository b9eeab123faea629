import type { DType, GraphNode, Shape } from "@chainrule/core";

/** An input node as `build` makes it. */
export function inputNode(id: string, shape: Shape, dtype: DType = "float64", classes?: number): GraphNode {
  return { id, op: "input", in: [], attributes: classes === undefined ? {} : { classes }, shape, dtype };
}
