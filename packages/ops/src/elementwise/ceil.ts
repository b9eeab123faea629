import { apply, defineOp, type Value } from "@chainrule/core";
import { awayFromWholes } from "../smooth.js";

export const ceilOp = defineOp({
  name: "ceil",
  doc: {
    summary: "least whole number that is not below x",
    names: { onnx: "Ceil", keras: "keras.ops.ceil", torch: "torch.ceil" },
  },
  inputs: ["x"],
  formula(m, { x }) {
    const n = m.round(x);
    // n + 1, but -0 for n = -1.
    return m.select(m.less(n, x), m.negate(m.subtract(m.negate(n), 1)), n);
  },
  latex: (m, { x }) => m.rounded("ceil", x),
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromWholes(x) },
    { inputs: { x: [] }, domain: { x: [-1000, 1000] }, smooth: ({ x }) => awayFromWholes(x) },
  ],
});

/**
 * The least whole number that is not below x, element by element. Its derivative is zero, at the jumps too.
 * @param x float32 or float64, any shape; NaN and ±Infinity stay
 * @returns the shape of x
 */
export function ceil(x: Value): Value {
  return apply(ceilOp, { x });
}
