import { apply, defineOp, type Value } from "@chainrule/core";
import { exp } from "./exp.js";
import { multiply } from "./multiply.js";

export const expm1Op = defineOp({
  name: "expm1",
  doc: {
    summary: "eˣ - 1, without cancellation near 0",
    source: "Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §1.14.1",
    names: { keras: "keras.ops.expm1", torch: "torch.expm1" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.expm1(x),
  // Not g · (y + 1): that cancels where x is far below 0.
  vjp: { x: (g, { x }) => multiply(g, exp(x)) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] }, domain: { x: [-1e-3, 1e-3] } }],
});

/**
 * eˣ - 1, element by element, without cancellation near 0.
 * @param x float32 or float64, any shape
 * @returns y ≥ -1, the shape of x
 * @see Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §1.14.1
 */
export function expm1(x: Value): Value {
  return apply(expm1Op, { x });
}
