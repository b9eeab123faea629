import { apply, defineOp, type Value } from "@chainrule/core";

export const reciprocalOp = defineOp({
  name: "reciprocal",
  doc: {
    summary: "reciprocal 1 / x",
    names: { onnx: "Reciprocal", keras: "keras.ops.reciprocal", torch: "torch.reciprocal" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.divide(1, x),
  vjp: { x: (g, _, { output }) => apply(reciprocalGradientOp, { g, y: output }) },
  samples: [
    { inputs: { x: ["N", 3] }, domain: { x: [1, 3] } },
    { inputs: { x: [] }, domain: { x: [-20, -0.5] } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [0.5, 2] } },
  ],
});

export const reciprocalGradientOp = defineOp({
  name: "reciprocalGradient",
  doc: { summary: "derivative of reciprocal: -g · y², where y is its result" },
  inputs: ["g", "y"],
  // Not g · (y · y): a square leaves the numbers that there are sooner.
  formula: (m, { g, y }) => m.negate(m.multiply(m.multiply(g, y), y)),
  latex: (m, { g, y }) => m.negate(m.multiply(g, m.power(y, 2))),
  samples: [{ inputs: { g: ["N", 3], y: ["N", 3] } }, { inputs: { g: [], y: [] } }],
});

/**
 * Reciprocal 1 / x, element by element: ±Infinity at ±0, ±0 at ±Infinity. The derivative -1/x² is -Infinity at 0.
 * @param x float32 or float64, any shape
 * @returns the shape of x
 */
export function reciprocal(x: Value): Value {
  return apply(reciprocalOp, { x });
}
