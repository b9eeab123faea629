import { apply, defineOp, scalarShape, type StaticShape, type Value } from "@chainrule/core";
import { type Axes, axesAttribute, frontAxes, reducedShape } from "./axes.js";

export const sizeOp = defineOp({
  name: "size",
  doc: {
    summary: "how many elements x has, or how many indices the chosen axes have",
    names: { onnx: "Size", keras: "keras.ops.size", torch: "torch.numel" },
  },
  inputs: { x: "any" },
  attributes: { axes: axesAttribute },
  result: "float",
  shape(inputs, { axes }, need) {
    reducedShape(inputs.x, axes, false, need);
    return scalarShape;
  },
  multiplyAdds: () => [0],
  element: (m, { x }, _, { axes }) => m.number(countAlong(x.shape, axes)),
  kernel({ x }, output, { axes }) {
    output.data[0] = countAlong(x.shape, axes);
  },
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: ["N", 3] }, attributes: { axes: [0] } },
    { inputs: { x: [] } },
  ],
  latex: (m, { x }, { axes }) => (x.shape === undefined ? m.call("size", [x]) : m.count(x, axes)),
});

/**
 * How many elements x has, or how many indices the chosen axes have: a count that stays right for any batch.
 * Its derivative is zero.
 * @param x any dtype, any shape
 * @returns a scalar of the graph's own float dtype
 */
export function size(x: Value, options: { readonly axes?: Axes } = {}): Value {
  return apply(sizeOp, { x }, options);
}

function countAlong(shape: StaticShape, axes: Axes): number {
  return frontAxes(axes, shape.length).reduce((count, axis) => count * shape[axis]!, 1);
}
