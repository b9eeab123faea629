import {
  apply,
  attribute,
  broadcastShapes,
  defineOp,
  sameShape,
  type Shape,
  type Value,
} from "@chainrule/core";
import { offsetOf, spreadLayout } from "../layout.js";

export const broadcastToOp = defineOp({
  name: "broadcastTo",
  doc: {
    summary: "x repeated along new axes and along those of size 1",
    names: { onnx: "Expand", keras: "keras.ops.broadcast_to", torch: "torch.broadcast_to" },
  },
  inputs: { x: "any" },
  attributes: {
    shape: attribute.shape({ doc: "the shape to fill; from the last axis on, x has its dims or 1" }),
  },
  shape({ x }, { shape }, need) {
    need(
      sameShape(broadcastShapes(x, shape) ?? [], shape) && x.length <= shape.length,
      "x's dims, from the last on, those of shape or 1",
    );
    return shape;
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output) {
    const repeated = spreadLayout(x.shape, output.shape);
    for (let i = 0; i < repeated.count; i++) output.data[i] = x.data[offsetOf(repeated, i)]!;
  },
  // The walker sums over what was repeated.
  vjp: { x: (g) => g },
  samples: [
    { inputs: { x: [3] }, attributes: { shape: ["N", 3] } },
    { inputs: { x: ["N", 1] }, attributes: { shape: ["N", 3] } },
    { inputs: { x: [] }, attributes: { shape: [2, 3] } },
    { inputs: { x: [2, 1, 3] }, attributes: { shape: [2, 4, 3] } },
  ],
  latex: (m, { x }) =>
    x.shape?.length === 0 ? m.multiply(x, m.sign("\\mathbf{1}", "1")) : m.call("broadcast", [x]),
});

/**
 * x repeated along new axes and along those of size 1.
 * @param x any dtype; from the last axis on, its dims are those of `shape` or 1
 * @param shape of the result
 * @throws {Refusal} shape-mismatch
 */
export function broadcastTo(x: Value, shape: Shape): Value {
  return apply(broadcastToOp, { x }, { shape });
}
