import { apply, defineOp, type Value } from "@chainrule/core";

export const negateOp = defineOp({
  name: "negate",
  doc: {
    summary: "negative -x",
    names: { onnx: "Neg", keras: "keras.ops.negative", torch: "torch.neg" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.negate(x),
  vjp: { x: (g) => negate(g) },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] } }],
});

/**
 * Negative -x, element by element; flips the sign bit, so of 0 it makes -0.
 * @param x float32 or float64, any shape
 * @returns the shape of x
 */
export function negate(x: Value): Value {
  return apply(negateOp, { x });
}
