import { apply, defineOp, type Value } from "@chainrule/core";

export const isFiniteOp = defineOp({
  name: "isFinite",
  doc: {
    summary: "whether x is neither infinite nor NaN",
    names: { keras: "keras.ops.isfinite", torch: "torch.isfinite" },
  },
  inputs: ["x"],
  result: "bool",
  formula: (m, { x }) => m.less(m.abs(x), Infinity),
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [] } },
    { inputs: { x: ["N"] }, domain: { x: [1, Infinity] } },
  ],
});

/**
 * Whether x is neither infinite nor NaN, element by element. Its derivative is zero.
 * @param x float32 or float64, any shape
 * @returns bool, the shape of x
 */
export function isFinite(x: Value): Value {
  return apply(isFiniteOp, { x });
}
