import { apply, attribute, defineOp, type Dim, type Shape, stridesOf, type Value } from "@chainrule/core";
import { sum } from "../reduce/sum.js";
import { numberOf } from "./axis.js";
import { broadcastTo } from "./broadcastTo.js";
import { reshape } from "./reshape.js";

export const tileOp = defineOp({
  name: "tile",
  doc: {
    summary: "x again and again, side by side along its axes",
    names: { onnx: "Tile", keras: "keras.ops.tile", torch: "torch.tile" },
  },
  inputs: { x: "any" },
  attributes: {
    repeats: attribute.list(attribute.integer({ doc: "how often, along one axis", min: 0 }), {
      doc: "how often along each axis: the last number is the last axis's; axes that are left out are not repeated, those that x has not are new",
    }),
  },
  shape: ({ x }, { repeats }, need) =>
    axesOf(x, repeats).map(({ dim, times }) => (times === 1 ? dim : numberOf(dim, "repeat", need) * times)),
  decompose({ x }, { repeats }) {
    const axes = axesOf(x.shape, repeats);
    const apart = reshape(
      x,
      axes.flatMap(({ dim, times }) => (times === 1 ? [dim] : [1, dim])),
    );
    return reshape(broadcastTo(apart, apartShape(axes)), tiledShape(axes));
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output) {
    const lead = output.shape.length - x.shape.length;
    const strides = [...Array<number>(lead).fill(0), ...stridesOf(x.shape)];
    const sizes = [...Array<number>(lead).fill(1), ...x.shape];
    const count = output.data.length;
    for (let i = 0; i < count; i++) {
      let from = 0;
      let rest = i;
      for (let axis = sizes.length - 1; axis >= 0; axis--) {
        from += ((rest % output.shape[axis]!) % sizes[axis]!) * strides[axis]!;
        rest = Math.floor(rest / output.shape[axis]!);
      }
      output.data[i] = x.data[from]!;
    }
  },
  vjp: {
    x(g, { x }, { attributes: { repeats } }) {
      const axes = axesOf(x.shape, repeats);
      const copies = axes.flatMap(({ times }) => (times === 1 ? [false] : [true, false]));
      const along = copies.flatMap((isCopy, axis) => (isCopy ? [axis] : []));
      return reshape(sum(reshape(g, apartShape(axes)), { axes: along }), x.shape);
    },
  },
  samples: [
    { inputs: { x: ["N", 3] }, attributes: { repeats: [2] } },
    { inputs: { x: [2, "N", 2] }, attributes: { repeats: [3, 1, 2] } },
    { inputs: { x: ["N"] }, attributes: { repeats: [2, 1] } },
    { inputs: { x: [] }, attributes: { repeats: [3] } },
    { inputs: { x: ["N", 2] }, attributes: { repeats: [] } },
    { inputs: { x: [2, "N"] }, attributes: { repeats: [0, 1] } },
  ],
  latex: (m, { x }, { repeats }) => m.call("tile", [x], repeats.length === 0 ? undefined : repeats.join(",")),
});

/**
 * x again and again, side by side along its axes, as NumPy's `tile`.
 * @param x any dtype, any shape
 * @param options `repeats`: how often along each axis, the last number being the last axis's. Axes that are left out, the
 *   first ones, are not repeated; where there are more numbers than axes, x has new ones before its own
 * @returns each length times its number; an axis that has a name for its length can be taken once only
 * @throws {Refusal} bad-attribute: a negative number; shape-mismatch: an axis whose length is a name
 */
export function tile(x: Value, options: { readonly repeats: readonly number[] }): Value {
  return apply(tileOp, { x }, options);
}

/** An axis of the result: that of x, and how often it is taken. */
interface TiledAxis {
  readonly dim: Dim;
  readonly times: number;
}

function axesOf(shape: Shape, repeats: readonly number[]): TiledAxis[] {
  const rank = Math.max(shape.length, repeats.length);
  return Array.from({ length: rank }, (_, axis) => ({
    dim: shape[axis - (rank - shape.length)] ?? 1,
    times: repeats[axis - (rank - repeats.length)] ?? 1,
  }));
}

/** The result with the copies along an axis of their own. */
function apartShape(axes: readonly TiledAxis[]): Dim[] {
  return axes.flatMap(({ dim, times }) => (times === 1 ? [dim] : [times, dim]));
}

function tiledShape(axes: readonly TiledAxis[]): Dim[] {
  return axes.map(({ dim, times }) => (times === 1 ? dim : Number(dim) * times));
}
