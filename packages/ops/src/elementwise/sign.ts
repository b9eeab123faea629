import { apply, defineOp, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";

export const signOp = defineOp({
  name: "sign",
  doc: {
    summary: "-1, 0 or 1: the sign of x",
    names: { onnx: "Sign", keras: "keras.ops.sign", torch: "torch.sign" },
  },
  inputs: ["x"],
  // What is neither above 0 nor below stays as it is: 0, -0 and NaN.
  formula: (m, { x }) => m.select(m.less(0, x), 1, m.select(m.less(x, 0), -1, x)),
  latex: (m, { x }) => m.call("sign", [x]),
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

/**
 * The sign of each element: 1 above 0, -1 below, and 0 itself. Its derivative is zero, and no gradient goes through
 * it. For the threshold with values 0 and 1 see `step`.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @returns the shape of x
 */
export function sign(x: Value): Value {
  return apply(signOp, { x });
}
