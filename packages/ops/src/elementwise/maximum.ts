import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";
import { less } from "./less.js";
import { select } from "./select.js";

export const maximumOp = defineOp({
  name: "maximum",
  doc: {
    summary: "the greater of a and b",
    names: { onnx: "Max", keras: "keras.ops.maximum", torch: "torch.maximum" },
  },
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
 * The greater of a and b, element by element; NaN if either is, and 0 of 0 and -0. Where neither is greater (they are
 * equal, as 0 and -0 are, or one is NaN) the whole derivative is that of a: so `maximum(0, x)` has slope 0 at 0, as
 * `relu`, and `maximum(x, 0)` has 1. JAX and PyTorch give each a half.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns the common shape of a and b
 */
export function maximum(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(maximumOp, { a, b });
}
