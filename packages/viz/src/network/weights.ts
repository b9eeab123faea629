import { findNode, type Graph, type GraphNode, type Nested, type Tensor, tensor } from "@chainrule/core";
import type { Bias, Weights } from "./model.js";

/** Finds a tensor by the id of its node. */
export type Find = (id: string) => Tensor | undefined;

/** The numbers of a node: computed or kept ones, else those that stand in the graph. */
export function numbersOf(node: GraphNode, find: Find): readonly number[] | undefined {
  const found = find(node.id);
  if (found !== undefined) return Array.from(found.data);
  const { value } = node.attributes;
  return value === undefined ? undefined : Array.from(tensor(value as Nested).data);
}

/**
 * The weights of a product.
 * @param operand the factor that does not depend on inputs
 * @param isLeft whether it stands on the left of the product, where its rows belong to the units behind
 */
export function weightsOf(operand: GraphNode, isLeft: boolean, graph: Graph, find: Find): Weights {
  const { id, shape } = operand;
  const [first, second] = [Number(shape[0]), Number(shape[1] ?? 1)];
  const isTurned = isLeft && shape.length === 2;
  const [rows, columns] = isTurned ? [second, first] : [first, second];
  const own = numbersOf(operand, find);
  if (own !== undefined)
    return { id, rows, columns, numbers: isTurned ? transposed(own, first, second) : own };
  const before = operand.op === "transpose" ? findNode(graph, operand.in[0]!) : undefined;
  const numbers = before && numbersOf(before, find);
  if (before === undefined || numbers === undefined) return { id: before?.id ?? id, rows, columns };
  return { id: before.id, rows, columns, numbers: isTurned ? numbers : transposed(numbers, second, first) };
}

/** The bias that a node is. */
export function biasOf(node: GraphNode, find: Find): Bias {
  const numbers = numbersOf(node, find);
  return { id: node.id, ...(numbers && { numbers }) };
}

function transposed(numbers: readonly number[], rows: number, columns: number): number[] {
  return Array.from(
    { length: rows * columns },
    (_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)]!,
  );
}
