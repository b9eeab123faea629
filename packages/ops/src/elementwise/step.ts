import { apply, defineOp, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";

export const stepOp = defineOp({
  name: "step",
  doc: {
    summary: "threshold: 1 where x ≥ 0, else 0",
    source: "Rosenblatt, Psychological Review 65 (1958) 386",
    names: { torch: "torch.heaviside" },
  },
  inputs: ["x"],
  // The last select keeps NaN, which is neither below 0 nor above.
  formula: (m, { x }) => m.select(m.less(x, 0), 0, m.select(m.equal(x, x), 1, x)),
  latex: (m, { x }) => m.select(m.less(x, 0), 0, 1),
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

/**
 * Threshold, element by element: 1 where x ≥ 0, else 0, so that step(0) = 1. Its derivative is zero, and no gradient
 * goes through it. `sign` is -1 on the negative side.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @returns the shape of x
 */
export function step(x: Value): Value {
  return apply(stepOp, { x });
}
