import { apply, defineOp, type Value } from "@chainrule/core";

export const tanhOp = defineOp({
  name: "tanh",
  doc: {
    summary: "hyperbolic tangent",
    source: "LeCun et al., Efficient BackProp, 1998, §4.4",
    names: { onnx: "Tanh", keras: "keras.ops.tanh", torch: "torch.tanh" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.tanh(x),
  vjp: { x: (g, _, { output }) => apply(tanhGradientOp, { g, y: output }) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] }, domain: { x: [-5, 5] } }],
});

export const tanhGradientOp = defineOp({
  name: "tanhGradient",
  doc: { summary: "derivative of tanh: g · (1 - y) · (1 + y), where y is its result" },
  inputs: ["g", "y"],
  // Not 1 - y²: that cancels near y = ±1.
  formula: (m, { g, y }) => m.multiply(g, m.multiply(m.subtract(1, y), m.add(1, y))),
  latex: (m, { g, y }) => m.multiply(g, m.subtract(1, m.power(y, 2))),
  samples: [{ inputs: { g: ["N", 3], y: ["N", 3] }, domain: { y: [-1, 1] } }],
});

/**
 * Hyperbolic tangent, element by element.
 * @param x float32 or float64, any shape
 * @returns -1 ≤ y ≤ 1, the shape of x
 * @see LeCun et al., Efficient BackProp, 1998, §4.4
 */
export function tanh(x: Value): Value {
  return apply(tanhOp, { x });
}
