import { apply, attribute, defineOp, normalizeAxis, type Value } from "@chainrule/core";
import { layoutOf, offsetOf } from "../layout.js";

/** For each axis of the result, the axis of x that it is; negative ones counted from the end. */
export type AxisOrder = readonly number[] | "reversed";

export const transposeOp = defineOp({
  name: "transpose",
  doc: {
    summary: "axes in another order: of a matrix, rows become columns",
    names: { onnx: "Transpose", keras: "keras.ops.transpose", torch: "torch.permute" },
  },
  inputs: { x: "any" },
  attributes: {
    axes: attribute.axesOr("reversed", {
      doc: "for each axis of the result, the axis of x that it is",
      default: "reversed",
    }),
  },
  shape({ x }, { axes }, need) {
    const order = frontOrder(axes, x.length);
    need(
      order.length === x.length && new Set(order).size === x.length,
      `axes: each of the ${x.length} axes of x once`,
    );
    return order.map((axis) => x[axis]!);
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output, { axes }) {
    const reordered = layoutOf(x.shape, frontOrder(axes, x.shape.length));
    for (let i = 0; i < reordered.count; i++) output.data[i] = x.data[offsetOf(reordered, i)]!;
  },
  vjp: {
    x: (g, _, { attributes }) => transpose(g, { axes: inverse(attributes.axes, g.shape.length) }),
  },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [2, "N", 3] }, attributes: { axes: [1, -1, 0] } },
    { inputs: { x: ["N"] } },
    { inputs: { x: [] } },
  ],
  latex: (m, { x }, { axes }) => {
    const isReversed =
      axes === "reversed" || frontOrder(axes, axes.length).every((axis, i) => axis === axes.length - 1 - i);
    if (isReversed) return m.transpose(x);
    return axes.length <= 2 ? x : m.call("transpose", [x], axes.join(", "));
  },
});

/**
 * Axes in another order; reversed by default, so that of a matrix rows become columns.
 * @param x any dtype, any shape
 * @returns the dims of x, reordered
 * @throws {Refusal} shape-mismatch: `axes` is not each axis of x once
 */
export function transpose(x: Value, options: { readonly axes?: AxisOrder } = {}): Value {
  return apply(transposeOp, { x }, options);
}

/** The order counted from the front; axes out of range are left out. */
function frontOrder(axes: AxisOrder, rank: number): number[] {
  if (axes === "reversed") return Array.from({ length: rank }, (_, i) => rank - 1 - i);
  return axes.map((axis) => normalizeAxis(axis, rank)).filter((axis) => axis !== undefined);
}

/** The order that undoes `axes`. */
function inverse(axes: AxisOrder, rank: number): AxisOrder {
  if (axes === "reversed") return axes;
  const order = frontOrder(axes, rank);
  return order.map((_, axis) => order.indexOf(axis));
}
