import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";
import { less } from "./less.js";
import { select } from "./select.js";

export const minimumOp = defineOp({
  name: "minimum",
  doc: { summary: "the lesser of a and b" },
  inputs: ["a", "b"],
  formula: (m, { a, b }) => m.minimum(a, b),
  vjp: {
    a: (g, { a, b }) => select(less(b, a), 0, g),
    b: (g, { a, b }) => select(less(b, a), g, 0),
  },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: [3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: ["N"], b: [] }, smooth: ({ a, b }) => apart(a, b) },
  ],
});

/**
 * The lesser of a and b, element by element; NaN if either is. Where they are equal the derivative is that of a.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns the common shape of a and b
 */
export function minimum(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(minimumOp, { a, b });
}
