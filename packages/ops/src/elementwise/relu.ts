import { apply, defineOp, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";

export const reluOp = defineOp({
  name: "relu",
  doc: {
    summary: "rectifier max(0, x)",
    source: "Nair and Hinton, ICML 2010",
    names: { onnx: "Relu", keras: "keras.ops.relu", torch: "torch.nn.functional.relu" },
  },
  inputs: ["x"],
  // Not maximum(0, x): as a select it is one instruction, and keeps -0.
  formula: (m, { x }) => m.select(m.less(x, 0), 0, x),
  latex: (m, { x }) => m.maximum(0, x),
  vjp: { x: (g, { x }) => apply(reluGradientOp, { g, x }) },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

export const reluGradientOp = defineOp({
  name: "reluGradient",
  doc: { summary: "derivative of relu: g where x > 0, else 0" },
  inputs: ["g", "x"],
  formula: (m, { g, x }) => m.select(m.less(0, x), g, 0),
  vjp: { x: null },
  samples: [{ inputs: { g: ["N", 3], x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) }],
});

/**
 * Rectifier max(0, x), element by element. The derivative at 0 is 0.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @returns y ≥ 0, the shape of x
 * @see Nair and Hinton, ICML 2010
 */
export function relu(x: Value): Value {
  return apply(reluOp, { x });
}
