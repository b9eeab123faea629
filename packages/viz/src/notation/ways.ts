import {
  findNode,
  type Graph,
  type GraphNode,
  indexOf,
  type Notation,
  type Shape,
  type Way,
} from "@chainrule/core";
import { updateOwner } from "./updateTarget.js";

/** Which way things lie on the page, by notation. */
export interface Ways {
  /** How a node's symbol lies; undefined for scalars, and for what has more than two axes. */
  of(node: GraphNode): Way | undefined;
  /** How the gradient of a node lies, which arrives at its rules: of weights as they do, else as δ. */
  gradient(node: GraphNode): Way | undefined;
  /** How a result lies in an equation that holds a product. */
  equation(node: GraphNode): Way | undefined;
  /** Whether products are written turned. */
  readonly turnsProducts: boolean;
}

/**
 * | weights | data | weights lie | an equation |
 * |---|---|---|---|
 * | `X W` | canonical, an example is a row | canonical | u = x W + b |
 * | `Wᵀ x` | turned, an example is a column | canonical | u = Wᵀ x + b |
 * | `xᵀ w` | turned | canonical | uᵀ = xᵀ W + b: a row |
 * | `W a` | turned | turned | u = W x + b |
 *
 * A vector of weights is a column, but with `W a` a row. One with a number for each example lies along the examples:
 * it is a column where they are rows.
 */
export function waysOf(graph: Graph, { weights, delta }: Pick<Notation, "weights" | "delta">): Ways {
  const data = dataNodes(graph);
  const index = indexOf(graph);
  const turnsProducts = weights === "Wᵀ x" || weights === "W a";
  const isData = (node: GraphNode): boolean => data[index.get(node.id) ?? -1] === 1;
  const dataWay = (shape: Shape): Way | undefined =>
    lying(shape, turnsProducts, { turns: weights !== "X W", vector: weights === "X W" ? "row" : "column" });
  const deltaWay = (shape: Shape): Way | undefined =>
    lying(shape, delta === "column", { turns: delta === "column", vector: delta });
  function of(node: GraphNode): Way | undefined {
    const forward = node.of === undefined ? undefined : findNode(graph, node.of);
    if (forward !== undefined && node.id.startsWith("grad/")) return gradient(forward);
    const owner = updateOwner(graph, node.id);
    const updated = owner === undefined ? undefined : findNode(graph, owner);
    if (updated !== undefined) return of(updated);
    if (isData(node)) return dataWay(node.shape);
    if (node.shape.length === 1) return weights === "W a" ? "row" : "column";
    if (node.shape.length !== 2) return undefined;
    return weights === "W a" ? "turned" : "canonical";
  }
  function gradient(node: GraphNode): Way | undefined {
    return isData(node) ? deltaWay(node.shape) : of(node);
  }
  return {
    of,
    gradient,
    equation: (node) =>
      weights === "xᵀ w" && isData(node)
        ? lying(node.shape, false, { turns: false, vector: "row" })
        : of(node),
    turnsProducts,
  };
}

function lying(
  shape: Shape,
  turnsExamples: boolean,
  { turns, vector }: { readonly turns: boolean; readonly vector: "row" | "column" },
): Way | undefined {
  if (shape.length === 2) return turns ? "turned" : "canonical";
  if (shape.length !== 1) return undefined;
  // A name that stays open until compile is the batch.
  if (typeof shape[0] === "string") return turnsExamples ? "row" : "column";
  return vector;
}

/** By position, 1 for what depends on an input; the rest is made of parameters and constants alone. */
function dataNodes(graph: Graph): Uint8Array {
  const index = indexOf(graph);
  const data = new Uint8Array(graph.nodes.length);
  graph.nodes.forEach((node, i) => {
    const isFed = node.op === "input" && !node.id.includes("@");
    if (isFed || node.in.some((id) => data[index.get(id)!] === 1)) data[i] = 1;
  });
  return data;
}
