import { apply, defineOp, type Value } from "@chainrule/core";

export const isNaNOp = defineOp({
  name: "isNaN",
  doc: {
    summary: "whether x is NaN, not a number",
    names: { onnx: "IsNaN", keras: "keras.ops.isnan", torch: "torch.isnan" },
  },
  inputs: ["x"],
  result: "bool",
  // NaN alone does not equal itself.
  formula: (m, { x }) => m.equal(m.select(m.equal(x, x), 1, 0), 0),
  latex: (m, { x }) => m.call("isNaN", [x]),
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [] } },
    { inputs: { x: ["N"] }, domain: { x: [NaN, NaN] } },
  ],
});

/**
 * Whether x is NaN, element by element. Its derivative is zero.
 * @param x float32 or float64, any shape
 * @returns bool, the shape of x
 */
export function isNaN(x: Value): Value {
  return apply(isNaNOp, { x });
}
