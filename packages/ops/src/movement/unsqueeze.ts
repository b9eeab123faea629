import { apply, attribute, defineOp, type Dim, type Shape, type Value } from "@chainrule/core";
import { checkAxes, copyAll, frontAxis } from "./axis.js";
import { reshape } from "./reshape.js";

export const unsqueezeOp = defineOp({
  name: "unsqueeze",
  doc: {
    summary: "x with new axes of size 1",
    names: { onnx: "Unsqueeze", keras: "keras.ops.expand_dims", torch: "torch.unsqueeze" },
  },
  inputs: { x: "any" },
  attributes: {
    axes: attribute.axes({ doc: "which axes of the result are new; negative ones are counted from its end" }),
  },
  shape({ x }, { axes }, need) {
    checkAxes(axes, x.length + axes.length, "the result", need);
    return unsqueezed(x, axes);
  },
  decompose: ({ x }, { axes }) => reshape(x, unsqueezed(x.shape, axes)),
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel: ({ x }, output) => copyAll(x, output),
  vjp: { x: (g, { x }) => reshape(g, x.shape) },
  samples: [
    { inputs: { x: ["N"] }, attributes: { axes: [-1] } },
    { inputs: { x: ["N", 3] }, attributes: { axes: [0, 2] } },
    { inputs: { x: [2, "N", 3] }, attributes: { axes: [1] } },
    { inputs: { x: [] }, attributes: { axes: [1, 0] } },
    { inputs: { x: ["N", 2] }, attributes: { axes: [] } },
  ],
  latex: (_, { x }) => x,
});

/**
 * x with new axes of size 1: the same elements.
 * @param x any dtype, any shape
 * @param options `axes`: which axes of the result are new; negative ones are counted from its end
 * @returns the dims of x in their order, with 1 at the new axes
 * @throws {Refusal} shape-mismatch: no such axis in the result, or one twice
 */
export function unsqueeze(x: Value, options: { readonly axes: readonly number[] }): Value {
  return apply(unsqueezeOp, { x }, options);
}

function unsqueezed(shape: Shape, axes: readonly number[]): Dim[] {
  const rank = shape.length + axes.length;
  const added = new Set(axes.map((axis) => frontAxis(axis, rank)));
  let next = 0;
  return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : shape[next++]!));
}
