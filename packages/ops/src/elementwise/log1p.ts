import { apply, defineOp, type Value } from "@chainrule/core";
import { add } from "./add.js";
import { divide } from "./divide.js";

export const log1pOp = defineOp({
  name: "log1p",
  doc: {
    summary: "ln(1 + x), without cancellation near 0",
    source: "Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §1.14.1",
    names: { keras: "keras.ops.log1p", torch: "torch.log1p" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.log1p(x),
  vjp: { x: (g, { x }) => divide(g, add(1, x)) },
  samples: [
    { inputs: { x: ["N", 3] }, domain: { x: [-0.5, 3] } },
    { inputs: { x: [] }, domain: { x: [-1e-3, 1e-3] } },
  ],
});

/**
 * ln(1 + x), element by element, without cancellation near 0.
 * @param x float32 or float64, any shape; -Infinity at -1, NaN below
 * @returns the shape of x
 * @see Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §1.14.1
 */
export function log1p(x: Value): Value {
  return apply(log1pOp, { x });
}
