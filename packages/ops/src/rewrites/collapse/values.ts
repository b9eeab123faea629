import type { GraphNode, Value } from "@chainrule/core";
import { add } from "../../elementwise/add.js";
import { multiply } from "../../elementwise/multiply.js";
import { negate } from "../../elementwise/negate.js";
import { subtract } from "../../elementwise/subtract.js";
import { matmul } from "../../linear/matmul.js";
import type { Product } from "./parts.js";

/** The value of a node of the graph that is being built. */
export type Get = (id: string) => Value;

/** A value, and whether it is added or subtracted. */
export interface Signed {
  readonly sign: 1 | -1;
  readonly value: Value;
}

/** The product of a value with a product's weights, on the side on which they stand there. */
export function times({ kind, weight }: Pick<Product, "kind" | "weight">, data: Value, get: Get): Value {
  return product(kind, data, get(weight.id));
}

/** The product of a value with weights, on their side of it. */
export function product(kind: Product["kind"], data: Value, weight: Value): Value {
  if (kind === "scale") return multiply(weight, data);
  return kind === "right" ? matmul(data, weight) : matmul(weight, data);
}

/** A sum that begins with a term that is added, where there is one. */
export function signedSum(terms: readonly Signed[]): Value {
  const lead = Math.max(
    0,
    terms.findIndex(({ sign }) => sign === 1),
  );
  const { sign, value } = terms[lead]!;
  return terms.reduce(
    (sum, term, i) => (i === lead ? sum : term.sign === 1 ? add(sum, term.value) : subtract(sum, term.value)),
    sign === 1 ? value : negate(value),
  );
}

/** Whether a factor of this shape may move past a matrix product: a single number. */
export function isScalar({ shape }: GraphNode): boolean {
  return shape.length === 0;
}
