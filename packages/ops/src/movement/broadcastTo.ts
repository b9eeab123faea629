import {
  apply,
  attribute,
  broadcastShapes,
  defineOp,
  elementCount,
  sameShape,
  type Shape,
  stridesOf,
  type Value,
} from "@chainrule/core";
import { type Layout, offsetOf } from "../layout.js";

export const broadcastToOp = defineOp({
  name: "broadcastTo",
  doc: {
    summary: "x repeated along new axes and along those of size 1",
    names: { onnx: "Expand", keras: "keras.ops.broadcast_to", torch: "Tensor.expand" },
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
    const strides = stridesOf(x.shape);
    const offset = output.shape.length - x.shape.length;
    const repeated: Layout = {
      shape: output.shape,
      strides: output.shape.map((_, axis) =>
        axis < offset || x.shape[axis - offset] === 1 ? 0 : strides[axis - offset]!,
      ),
      count: elementCount(output.shape),
    };
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
