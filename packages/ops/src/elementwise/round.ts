import { apply, defineOp, type Value } from "@chainrule/core";
import { awayFromHalves } from "../smooth.js";

export const roundOp = defineOp({
  name: "round",
  doc: {
    summary: "nearest whole number; a half goes to the even one",
    names: { onnx: "Round", keras: "keras.ops.round", torch: "torch.round" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.round(x),
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromHalves(x) },
    { inputs: { x: [] }, domain: { x: [-1000, 1000] }, smooth: ({ x }) => awayFromHalves(x) },
  ],
});

/**
 * The nearest whole number, element by element: 0.5 and -0.5 become 0, 1.5 becomes 2. Its derivative is zero, at the
 * jumps too.
 * @param x float32 or float64, any shape; NaN and ±Infinity stay
 * @returns the shape of x
 * @see IEEE 754-2019, roundToIntegralTiesToEven
 */
export function round(x: Value): Value {
  return apply(roundOp, { x });
}
