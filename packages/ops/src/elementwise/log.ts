import { apply, defineOp, type Value } from "@chainrule/core";
import { divide } from "./divide.js";

export const logOp = defineOp({
  name: "log",
  doc: {
    summary: "natural logarithm ln x",
    names: { onnx: "Log", keras: "keras.ops.log", torch: "torch.log" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.log(x),
  vjp: { x: (g, { x }) => divide(g, x) },
  samples: [
    { inputs: { x: ["N", 3] }, domain: { x: [1, 4] } },
    { inputs: { x: [] }, domain: { x: [10, 1000] } },
  ],
});

/**
 * Natural logarithm ln x, element by element.
 * @param x float32 or float64, any shape; -Infinity at 0, NaN below
 * @returns the shape of x
 */
export function log(x: Value): Value {
  return apply(logOp, { x });
}
