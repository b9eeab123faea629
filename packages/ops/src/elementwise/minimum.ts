import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";
import { less } from "./less.js";
import { select } from "./select.js";

export const minimumOp = defineOp({
  name: "minimum",
  doc: {
    summary: "the lesser of a and b",
    names: { onnx: "Min", keras: "keras.ops.minimum", torch: "torch.minimum" },
  },
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
 * The lesser of a and b, element by element; NaN if either is, and -0 of 0 and -0. Where neither is less (they are equal,
 * as 0 and -0 are, or one is NaN) the whole derivative is that of a. JAX and PyTorch give each a half.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns the common shape of a and b
 */
export function minimum(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(minimumOp, { a, b });
}
