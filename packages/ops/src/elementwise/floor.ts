import { apply, defineOp, type Value } from "@chainrule/core";
import { awayFromWholes } from "../smooth.js";

export const floorOp = defineOp({
  name: "floor",
  doc: {
    summary: "greatest whole number that is not above x",
    names: { onnx: "Floor", keras: "keras.ops.floor", torch: "torch.floor" },
  },
  inputs: ["x"],
  formula(m, { x }) {
    const n = m.round(x);
    return m.select(m.less(x, n), m.subtract(n, 1), n);
  },
  latex: (m, { x }) => m.rounded("floor", x),
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromWholes(x) },
    { inputs: { x: [] }, domain: { x: [-1000, 1000] }, smooth: ({ x }) => awayFromWholes(x) },
  ],
});

/**
 * The greatest whole number that is not above x, element by element. Its derivative is zero, at the jumps too.
 * @param x float32 or float64, any shape; NaN and ±Infinity stay
 * @returns the shape of x
 */
export function floor(x: Value): Value {
  return apply(floorOp, { x });
}
