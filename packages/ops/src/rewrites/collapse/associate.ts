import type { GraphNode, Replacement, Value } from "@chainrule/core";
import { affine } from "../../linear/affine.js";
import { multiply } from "../../elementwise/multiply.js";
import { matmul } from "../../linear/matmul.js";
import type { Parts, Product } from "./parts.js";
import { isScalar, product } from "./values.js";

/** How two products, one inside the other, become one: the weights that they come to, on which side, and why. */
interface Joined {
  readonly kind: Product["kind"];
  readonly equation: string;
  weights(outer: Value, inner: Value): Value;
}

/** Multiplies the weights of a product of a product first: one product is left on the data. */
export function associate(node: GraphNode, parts: Parts): Replacement | undefined {
  const outer = parts.product(node);
  const inner = outer && outer.data.op !== "affine" ? parts.product(outer.data) : undefined;
  if (outer === undefined || inner === undefined) return undefined;
  const joined = join(outer, inner);
  if (joined === undefined) return undefined;
  const make: Replacement["make"] = (get, name) => {
    const weights = name(joined.weights(get(outer.weight.id), get(inner.weight.id)), "weights");
    const data = get(inner.data.id);
    return node.op === "affine"
      ? affine(data, weights, get(node.in[2]!))
      : product(joined.kind, data, weights);
  };
  return {
    node: node.id,
    does: `multiplies the weights ${inner.weight.id} and ${outer.weight.id} first`,
    law: {
      name: joined.equation.includes("c ") ? "a number moves past a product" : "associativity of the product",
      equation: joined.equation,
    },
    read: [outer.data.id],
    make,
  };
}

function join(outer: Product, inner: Product): Joined | undefined {
  const scaled = (c: Value, A: Value): Value => multiply(c, A);
  switch (`${inner.kind} in ${outer.kind}` as const) {
    case "scale in scale":
      return { kind: "scale", equation: "a (b x) = (a b) x", weights: scaled };
    case "right in right":
      if (inner.weight.shape.length !== 2) return undefined;
      return { kind: "right", equation: "(x A) B = x (A B)", weights: (B, A) => matmul(A, B) };
    case "left in left":
      if (inner.weight.shape.length !== 2) return undefined;
      return { kind: "left", equation: "B (A x) = (B A) x", weights: (B, A) => matmul(B, A) };
    case "right in scale":
      if (!scalesColumns(outer.weight, inner.weight)) return undefined;
      return { kind: "right", equation: "c (x A) = x (c A)", weights: scaled };
    case "left in scale":
      if (!isScalar(outer.weight)) return undefined;
      return { kind: "left", equation: "c (A x) = (c A) x", weights: scaled };
    case "scale in right":
      if (!isScalar(inner.weight)) return undefined;
      return { kind: "right", equation: "(c x) A = x (c A)", weights: (A, c) => scaled(c, A) };
    case "scale in left":
      if (!isScalar(inner.weight)) return undefined;
      return { kind: "left", equation: "A (c x) = (c A) x", weights: (A, c) => scaled(c, A) };
    default:
      return undefined;
  }
}

/** Whether a factor of the result is one of the matrix: a number, or one number for each column. */
function scalesColumns(factor: GraphNode, { shape }: GraphNode): boolean {
  if (isScalar(factor)) return true;
  return shape.length === 2 && factor.shape.length === 1 && factor.shape[0] === shape[1];
}
