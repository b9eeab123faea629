import { apply, defineOp, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";

export const absOp = defineOp({
  name: "abs",
  doc: {
    summary: "absolute value |x|",
    names: { onnx: "Abs", keras: "keras.ops.absolute", torch: "torch.abs" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.abs(x),
  vjp: { x: (g, { x }) => apply(absGradientOp, { g, x }) },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

export const absGradientOp = defineOp({
  name: "absGradient",
  doc: { summary: "derivative of abs: g times the sign of x, 0 at 0" },
  inputs: ["g", "x"],
  formula: (m, { g, x }) => m.select(m.less(0, x), g, m.select(m.less(x, 0), m.negate(g), 0)),
  latex: (m, { g, x }) => m.multiply(g, m.call("sign", [x])),
  vjp: { x: null },
  samples: [{ inputs: { g: ["N", 3], x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) }],
});

/**
 * Absolute value |x|, element by element. The derivative at 0 is 0.
 * @param x float32 or float64, any shape
 * @returns y ≥ 0, the shape of x
 */
export function abs(x: Value): Value {
  return apply(absOp, { x });
}
