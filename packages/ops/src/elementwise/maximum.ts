import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";
import { less } from "./less.js";
import { select } from "./select.js";

export const maximumOp = defineOp({
  name: "maximum",
  doc: { summary: "the greater of a and b" },
  inputs: ["a", "b"],
  formula: (m, { a, b }) => m.maximum(a, b),
  // A tie is a's, so that maximum(0, x) and maximum(alpha · x, x) have the customary derivatives at 0.
  vjp: {
    a: (g, { a, b }) => select(less(a, b), 0, g),
    b: (g, { a, b }) => select(less(a, b), g, 0),
  },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: [3], b: ["N", 3] }, smooth: ({ a, b }) => apart(a, b) },
    { inputs: { a: ["N"], b: [] }, smooth: ({ a, b }) => apart(a, b) },
  ],
});

/**
 * The greater of a and b, element by element; NaN if either is. Where they are equal the derivative is that of
 * a: `maximum(0, x)` has slope 0 at 0, as `relu`.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns the common shape of a and b
 */
export function maximum(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(maximumOp, { a, b });
}
