import { apply, attribute, defineOp, type Value } from "@chainrule/core";
import { axisAttribute, blocksOf, checkSized, sizeAlong, withSize } from "./axis.js";

export const sliceOp = defineOp({
  name: "slice",
  doc: {
    summary: "what lies between two places along an axis",
    names: { onnx: "Slice", keras: "keras.ops.slice", torch: "torch.narrow" },
  },
  inputs: { x: "any" },
  attributes: {
    axis: axisAttribute,
    start: attribute.integer({
      doc: "the first place taken; negative ones are counted from the end",
      default: 0,
    }),
    stop: attribute.integerOr("end", {
      doc: "the first place no longer taken; negative ones are counted from the end",
      default: "end",
    }),
  },
  shape({ x }, { axis, start, stop }, need) {
    const size = checkSized(x, axis, "x", "slice along", need);
    const { from, to } = placesOf(size, start, stop);
    need(from >= 0 && from <= to && to <= size, `0 ≤ start ≤ stop ≤ ${size}, the length of axis ${axis}`);
    return withSize(x, axis, to - from);
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output, { axis, start, stop }) {
    const { blocks, size, step } = blocksOf(x.shape, axis);
    const { from, to } = placesOf(size, start, stop);
    let i = 0;
    for (let block = 0; block < blocks; block++) {
      for (let j = from * step; j < to * step; j++) output.data[i++] = x.data[block * size * step + j]!;
    }
  },
  vjp: {
    x(g, { x }, { attributes: { axis, start, stop } }) {
      const size = sizeAlong(x.shape, axis);
      const { from, to } = placesOf(size, start, stop);
      return pad(g, { axis, before: from, after: size - to });
    },
  },
  samples: [
    { inputs: { x: ["N", 4] }, attributes: { axis: 1, start: 1, stop: 3 } },
    { inputs: { x: [5, "N"] }, attributes: { axis: -2, start: -3 } },
    { inputs: { x: [2, 3, "N"] }, attributes: { axis: 1, stop: -1 } },
    { inputs: { x: [3] }, attributes: { axis: 0, start: 2, stop: 2 } },
  ],
  latex: (m, { x }, { start, stop }) => {
    const places = `${start}:${stop === "end" ? "" : stop}`;
    return m.index(x, m.sign(places, places));
  },
});

export const padOp = defineOp({
  name: "pad",
  doc: {
    summary: "zeros before and after, along an axis",
    names: { onnx: "Pad", keras: "keras.ops.pad", torch: "torch.nn.functional.pad" },
  },
  inputs: { x: "any" },
  attributes: {
    axis: axisAttribute,
    before: attribute.integer({ doc: "how many zeros come before x", min: 0, default: 0 }),
    after: attribute.integer({ doc: "how many zeros come after x", min: 0, default: 0 }),
  },
  shape({ x }, { axis, before, after }, need) {
    return withSize(x, axis, before + checkSized(x, axis, "x", "pad", need) + after);
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output, { axis, before, after }) {
    const { blocks, size, step } = blocksOf(x.shape, axis);
    const width = (before + size + after) * step;
    output.data.fill(0);
    let i = 0;
    for (let block = 0; block < blocks; block++) {
      for (let j = 0; j < size * step; j++) output.data[block * width + before * step + j] = x.data[i++]!;
    }
  },
  vjp: {
    x: (g, { x }, { attributes: { axis, before } }) =>
      slice(g, { axis, start: before, stop: before + sizeAlong(x.shape, axis) }),
  },
  samples: [
    { inputs: { x: ["N", 2] }, attributes: { axis: 1, before: 1, after: 2 } },
    { inputs: { x: [2, "N"] }, attributes: { axis: -2, before: 1 } },
    { inputs: { x: ["N", 2, 2] }, attributes: { axis: 1, after: 1 } },
    { inputs: { x: [3] }, attributes: { axis: 0 } },
  ],
  latex: (m, { x }, { before, after }) => m.call("pad", [x], `${before},${after}`),
});

/** What {@link slice} takes. */
export interface SliceOptions {
  /** Of integer length; negative ones are counted from the end. */
  readonly axis: number;
  /** The first place taken; default 0. */
  readonly start?: number;
  /** The first place no longer taken; default `"end"`. */
  readonly stop?: number | "end";
}

/**
 * What lies between two places along an axis: `x[start:stop]` of Python, but places outside of x are refused.
 * @param x any dtype, any shape of rank 1 or more
 * @returns the shape of x, with length stop - start along the axis
 * @throws {Refusal} shape-mismatch: no such axis or places, or an axis whose length is a name
 */
export function slice(x: Value, options: SliceOptions): Value {
  return apply(sliceOp, { x }, options);
}

/** What {@link pad} takes. */
export interface PadOptions {
  /** Of integer length; negative ones are counted from the end. */
  readonly axis: number;
  /** Zeros before x; default 0. */
  readonly before?: number;
  /** Zeros after x; default 0. */
  readonly after?: number;
}

/**
 * x with zeros before and after, along an axis; what slice's derivative is.
 * @param x any dtype, any shape of rank 1 or more
 * @returns the shape of x, longer by `before` + `after` along the axis
 * @throws {Refusal} shape-mismatch: no such axis, or one whose length is a name
 */
export function pad(x: Value, options: PadOptions): Value {
  return apply(padOp, { x }, options);
}

/** Both places counted from the front. */
function placesOf(
  size: number,
  start: number,
  stop: number | "end",
): { readonly from: number; readonly to: number } {
  const front = (place: number): number => (place < 0 ? place + size : place);
  return { from: front(start), to: stop === "end" ? size : front(stop) };
}
