import { apply, defineOp, type Value } from "@chainrule/core";

export const identityOp = defineOp({
  name: "identity",
  doc: {
    summary: "x itself: the activation of a linear layer, or a second name for a value",
    names: { onnx: "Identity", keras: "keras.layers.Identity", torch: "torch.nn.Identity" },
  },
  inputs: { x: "any" },
  formula: (_, { x }) => x,
  vjp: { x: (g) => g },
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: [] } }],
});

/**
 * x itself.
 * @param x any dtype, any shape
 * @returns the shape and dtype of x
 */
export function identity(x: Value): Value {
  return apply(identityOp, { x });
}
