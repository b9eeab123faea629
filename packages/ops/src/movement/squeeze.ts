import { apply, attribute, defineOp, type Shape, type Value } from "@chainrule/core";
import { checkAxes, copyAll, frontAxis } from "./axis.js";
import { reshape } from "./reshape.js";

/** Axes to leave out, negative ones counted from the end, or every one of size 1. */
export type SqueezedAxes = readonly number[] | "ones";

export const squeezeOp = defineOp({
  name: "squeeze",
  doc: {
    summary: "x without axes of size 1",
    names: { onnx: "Squeeze", keras: "keras.ops.squeeze", torch: "torch.squeeze" },
  },
  inputs: { x: "any" },
  attributes: {
    axes: attribute.axesOr("ones", {
      doc: 'axes to leave out, negative ones counted from the end; "ones": every one of size 1',
      default: "ones",
    }),
  },
  shape({ x }, { axes }, need) {
    if (axes !== "ones") {
      checkAxes(axes, x.length, "x", need);
      for (const axis of axes) {
        const dim = x[frontAxis(axis, x.length)]!;
        const why = typeof dim === "string" ? `${dim}, a name that may come to any size` : `${dim}`;
        need(dim === 1, `axes of size 1: that of axis ${axis} is ${why}`);
      }
    }
    return squeezed(x, axes);
  },
  decompose: ({ x }, { axes }) => reshape(x, squeezed(x.shape, axes)),
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel: ({ x }, output) => copyAll(x, output),
  vjp: { x: (g, { x }) => reshape(g, x.shape) },
  samples: [
    { inputs: { x: ["N", 1] } },
    { inputs: { x: [1, "N", 1, 3] }, attributes: { axes: [-2] } },
    { inputs: { x: [1, 3, 1] }, attributes: { axes: [2, 0] } },
    { inputs: { x: ["N", 3] }, attributes: { axes: [] } },
    { inputs: { x: [] } },
  ],
  latex: (_, { x }) => x,
});

/**
 * x without axes of size 1: the same elements. An open dim such as N is never left out, whatever size it comes to.
 * @param x any dtype, any shape
 * @param options `axes`: default `"ones"`, every axis of size 1; `[]` leaves out none
 * @returns the dims of x but for those axes
 * @throws {Refusal} shape-mismatch: no such axis, or one of another size
 */
export function squeeze(x: Value, options: { readonly axes?: SqueezedAxes } = {}): Value {
  return apply(squeezeOp, { x }, options);
}

function squeezed(shape: Shape, axes: SqueezedAxes): Shape {
  if (axes === "ones") return shape.filter((dim) => dim !== 1);
  const left = new Set(axes.map((axis) => frontAxis(axis, shape.length)));
  return shape.filter((_, axis) => !left.has(axis));
}
