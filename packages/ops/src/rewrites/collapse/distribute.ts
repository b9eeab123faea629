import type { GraphNode, Replacement, Value } from "@chainrule/core";
import { add } from "../../elementwise/add.js";
import { subtract } from "../../elementwise/subtract.js";
import { matmul } from "../../linear/matmul.js";
import { isSum, type Parts, type Product } from "./parts.js";
import { type Get, times } from "./values.js";

const equations = {
  right: "(a + b) W = a W + b W",
  left: "W (a + b) = W a + W b",
  scale: "c (a + b) = c a + c b",
};

/** Multiplies a sum out, where its terms then have products to join or constants to gather. */
export function distribute(node: GraphNode, parts: Parts): Replacement | undefined {
  const outer = parts.product(node);
  if (outer === undefined || !isSum(outer.data)) return undefined;
  const { data: sum, weight, kind } = outer;
  const { constants, products } = parts.tally(sum);
  if (constants + products === 0 || parts.terms(sum) === undefined) return undefined;
  if (!fits(sum, outer, parts)) return undefined;
  const make = (get: Get): Value => {
    const [first, second] = operandsOf(sum, get).map((operand) => times(outer, operand, get));
    const result = sum.op === "subtract" ? subtract(first!, second!) : add(first!, second!);
    return node.op === "affine" ? add(result, get(node.in[2]!)) : result;
  };
  const does = `multiplies out: ${weight.id} times each term of ${sum.id}`;
  return {
    node: node.id,
    does,
    law: { name: "distributivity", equation: equations[kind] },
    read: [sum.id],
    make,
  };
}

/** The two values that a sum adds. */
function operandsOf({ op, in: inputs }: GraphNode, get: Get): Value[] {
  const values = inputs.map(get);
  return op === "affine" ? [matmul(values[0]!, values[1]!), values[2]!] : values;
}

/**
 * Whether both terms have the axis that a matrix product sums over; one that is only broadcast along it has not. Times a
 * batch of matrices a term of fewer axes would be another batch.
 */
function fits({ op, in: inputs, shape }: GraphNode, { kind, weight }: Product, parts: Parts): boolean {
  const isBatch = kind !== "scale" && weight.shape.length > 2;
  if (kind === "scale" || op === "affine") return (kind !== "left" || shape.length === 1) && !isBatch;
  const summed = kind === "right" ? -1 : Math.max(-2, -shape.length);
  return inputs.every((id) => {
    const own = parts.get(id).shape;
    const isAlike = kind === "right" && !isBatch ? own.length > 0 : own.length === shape.length;
    return isAlike && own.at(summed) === shape.at(summed);
  });
}
