import {
  apply,
  attribute,
  type AttributesOf,
  defineOp,
  elementCount,
  type Need,
  type Shape,
  type StaticShape,
  stridesOf,
  type Value,
} from "@chainrule/core";
import { offsetOf } from "../layout.js";
import { axisAttribute, checkAxes, checkSized, copyPlaces, frontAxis, sizeAlong, withSize } from "./axis.js";

const sliceAttributes = {
  axis: axisAttribute,
  start: attribute.integerOr("first", {
    doc: 'the first place taken; negative ones are counted from the end; "first": 0, or the last place where step is negative',
    default: "first",
  }),
  stop: attribute.integerOr("end", {
    doc: 'the first place no longer taken; negative ones are counted from the end; "end": all that step leads to',
    default: "end",
  }),
  step: attribute.integer({
    doc: "how far a place is from the one before; negative: backwards",
    default: 1,
  }),
};

type SliceSettings = AttributesOf<typeof sliceAttributes>;

export const sliceOp = defineOp({
  name: "slice",
  doc: {
    summary: "what lies between two places along an axis, or every so manieth of it",
    names: { onnx: "Slice", keras: "keras.ops.slice", torch: "torch.narrow" },
  },
  inputs: { x: "any" },
  attributes: sliceAttributes,
  check({ step }, need) {
    need(step !== 0, "a step other than 0");
  },
  shape({ x }, settings, need) {
    const { axis } = settings;
    const size = checkSized(x, axis, "x", "slice along", need);
    checkPlaces(size, settings, need);
    return withSize(x, axis, placesOf(size, settings).count);
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output, settings) {
    const { axis, step } = settings;
    copyPlaces(x, output, axis, { from: placesOf(sizeAlong(x.shape, axis), settings).from, step });
  },
  vjp: {
    x(g, { x }, { attributes }) {
      const { axis, step } = attributes;
      const size = sizeAlong(x.shape, axis);
      const { from, count } = placesOf(size, attributes);
      if (count === 0) return pad(g, { axis, after: size });
      const last = from + (count - 1) * step;
      const isBackwards = step < 0 && count > 1;
      return pad(isBackwards ? slice(g, { axis, step: -1 }) : g, {
        axis,
        before: Math.min(from, last),
        after: size - 1 - Math.max(from, last),
        between: count > 1 ? Math.abs(step) - 1 : 0,
      });
    },
  },
  samples: [
    { inputs: { x: ["N", 4] }, attributes: { axis: 1, start: 1, stop: 3 } },
    { inputs: { x: [5, "N"] }, attributes: { axis: -2, start: -3 } },
    { inputs: { x: [2, 3, "N"] }, attributes: { axis: 1, stop: -1 } },
    { inputs: { x: [3] }, attributes: { axis: 0, start: 2, stop: 2 } },
    { inputs: { x: ["N", 7] }, attributes: { axis: 1, start: 1, step: 2 } },
    { inputs: { x: [4, "N"] }, attributes: { axis: 0, step: -1 } },
    { inputs: { x: [2, 8, "N"] }, attributes: { axis: 1, start: -2, stop: 0, step: -3 } },
    { inputs: { x: [3] }, attributes: { axis: 0, step: -5 } },
  ],
  latex: (m, { x }, { start, stop, step }) => {
    const places = `${start === "first" ? (step < 0 ? "" : 0) : start}:${stop === "end" ? "" : stop}`;
    const text = step === 1 ? places : `${places}:${step}`;
    return m.index(x, m.sign(text, text));
  },
});

const eachAxis = attribute.integer({ doc: "how many, along one axis", min: 0 });

const padAttributes = {
  axis: attribute.each(attribute.integer({ doc: "an axis" }), {
    doc: "the axis, or a list of axes; negative ones are counted from the end",
  }),
  before: attribute.each(eachAxis, { doc: "how many come before x: for all axes, or for each", default: 0 }),
  after: attribute.each(eachAxis, { doc: "how many come after x: for all axes, or for each", default: 0 }),
  between: attribute.each(eachAxis, {
    doc: "how many come between neighbours: for all axes, or for each",
    default: 0,
  }),
  value: attribute.number({ doc: "what is put there", default: 0 }),
};

type PadSettings = AttributesOf<typeof padAttributes>;

export const padOp = defineOp({
  name: "pad",
  doc: {
    summary: "x with zeros, or another number, before, after and between, along axes",
    names: { onnx: "Pad", keras: "keras.ops.pad", torch: "torch.nn.functional.pad" },
  },
  inputs: { x: "any" },
  attributes: padAttributes,
  check({ axis, before, after, between }, need) {
    const axes = listOf(axis);
    const fits = [before, after, between].every(
      (counts) => listOf(counts).length === (isList(counts) ? axes.length : 1),
    );
    need(fits, `before, after and between: a number, or a list with one for each axis, here ${axes.length}`);
  },
  // Zeros are of every dtype.
  kinds: ({ value }) => (value === 0 ? {} : { x: "float" }),
  shape({ x }, settings, need) {
    const axes = listOf(settings.axis);
    checkAxes(axes, x.length, "x", need);
    for (const axis of axes) checkSized(x, axis, "x", "pad", need);
    return marginsOf(x, settings).reduce<Shape>(
      (shape, { axis, before, width, after }) => withSize(shape, axis, before + width + after),
      x,
    );
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output, settings) {
    const strides = stridesOf(output.shape);
    const spread = [...strides];
    let first = 0;
    for (const { axis, before, step } of marginsOf(x.shape, settings)) {
      spread[axis] = strides[axis]! * step;
      first += strides[axis]! * before;
    }
    const places = { shape: x.shape, strides: spread, count: elementCount(x.shape) };
    output.data.fill(settings.value);
    for (let i = 0; i < places.count; i++) output.data[first + offsetOf(places, i)] = x.data[i]!;
  },
  vjp: {
    x: (g, { x }, { attributes }) =>
      marginsOf(x.shape, attributes).reduce(
        (part, { axis, before, width, step }) =>
          slice(part, { axis, start: before, stop: before + width, step }),
        g,
      ),
  },
  samples: [
    { inputs: { x: ["N", 2] }, attributes: { axis: 1, before: 1, after: 2 } },
    { inputs: { x: [2, "N"] }, attributes: { axis: -2, before: 1 } },
    { inputs: { x: ["N", 2, 2] }, attributes: { axis: 1, after: 1 } },
    { inputs: { x: [3] }, attributes: { axis: 0 } },
    { inputs: { x: ["N", 3] }, attributes: { axis: 1, before: 2, between: 1, value: -0.5 } },
    { inputs: { x: [2, "N", 3] }, attributes: { axis: [0, -1], before: [1, 0], after: 2, between: [0, 2] } },
    { inputs: { x: ["N", 2, 3] }, attributes: { axis: [2, 1], before: [0, 1], after: 1 } },
    { inputs: { x: [0, "N"] }, attributes: { axis: 0, before: 1, after: 1, between: 3, value: 2 } },
    { inputs: { x: [] }, attributes: { axis: [] } },
  ],
  latex: (m, { x }, { before, after, between, value }) => {
    const text = (counts: number | readonly number[]): string =>
      typeof counts === "number" ? `${counts}` : `(${counts.join(",")})`;
    const isApart = listOf(between).some((count) => count > 0);
    const counts = [before, after, ...(isApart ? [between] : [])].map(text);
    return m.call("pad", value === 0 ? [x] : [x, m.number(value)], counts.join(","));
  },
});

/** What {@link slice} takes. */
export interface SliceOptions {
  /** Of integer length; negative ones are counted from the end. */
  readonly axis: number;
  /** The first place taken; default `"first"`: 0, or the last place where `step` is negative. */
  readonly start?: number | "first";
  /** The first place no longer taken; default `"end"`: all that `step` leads to. */
  readonly stop?: number | "end";
  /** How far a place is from the one before, not 0; default 1. Negative: backwards. */
  readonly step?: number;
}

/**
 * What lies between two places along an axis, or every so manieth of it: `x[start:stop:step]` of Python, but places
 * outside of x are refused. With `step: -1` and nothing else it turns the axis round.
 * @param x any dtype, any shape of rank 1 or more; other axes may have names for lengths
 * @returns the shape of x, with length ⌈(stop - start) / step⌉ along the axis
 * @throws {Refusal} bad-attribute: a step of 0; shape-mismatch: no such axis or places, or an axis whose length is a name
 */
export function slice(x: Value, options: SliceOptions): Value {
  return apply(sliceOp, { x }, options);
}

/** What {@link pad} takes: each count one number for all axes, or a list with one for each. */
export interface PadOptions {
  /** One or several, of integer length; negative ones are counted from the end. */
  readonly axis: number | readonly number[];
  /** How many come before x; default 0. */
  readonly before?: number | readonly number[];
  /** How many come after x; default 0. */
  readonly after?: number | readonly number[];
  /** How many come between neighbours; default 0. */
  readonly between?: number | readonly number[];
  /** What is put there; default 0. */
  readonly value?: number;
}

/**
 * x with zeros before, after and between, along axes; what slice's derivative is. Another number may take the place of the
 * zeros.
 * @param x any dtype, any shape; float32 or float64 where `value` is not 0
 * @returns the shape of x, with length before + n + (n - 1) · between + after along each of the axes that had length n;
 *   before + after where n is 0
 * @throws {Refusal} bad-attribute: a negative count, or lists of other lengths; shape-mismatch: no such axis, or one whose
 *   length is a name
 */
export function pad(x: Value, options: PadOptions): Value {
  return apply(padOp, { x }, options);
}

/** Counted from the front, and how many there are; without a place the first may lie before the axis. */
function placesOf(
  size: number,
  { start, stop, step }: SliceSettings,
): { readonly from: number; readonly to: number; readonly count: number } {
  const front = (place: number): number => (place < 0 ? place + size : place);
  const from = start === "first" ? (step < 0 ? size - 1 : 0) : front(start);
  const to = stop === "end" ? (step < 0 ? -1 : size) : front(stop);
  return { from, to, count: Math.max(0, Math.ceil((to - from) / step)) };
}

function checkPlaces(size: number, settings: SliceSettings, need: Need): void {
  const { axis, start, stop, step } = settings;
  const { from, to } = placesOf(size, settings);
  if (step > 0) {
    need(from >= 0 && from <= to && to <= size, `0 ≤ start ≤ stop ≤ ${size}, the length of axis ${axis}`);
    return;
  }
  const isInside = from < size && (from >= 0 || start === "first") && (to >= 0 || stop === "end");
  need(
    isInside && from >= to,
    `${size} > start ≥ stop ≥ 0, as step is negative and ${size} the length of axis ${axis}`,
  );
}

/** What is put along an axis, counted from the front: x lies `width` wide, its elements `step` apart. */
interface Margins {
  readonly axis: number;
  readonly before: number;
  readonly after: number;
  readonly width: number;
  readonly step: number;
}

/** Of a shape that has integers along the axes. */
function marginsOf(shape: Shape | StaticShape, settings: PadSettings): Margins[] {
  return listOf(settings.axis).map((axis, i) => {
    const at = (counts: number | readonly number[]): number =>
      typeof counts === "number" ? counts : counts[i]!;
    const size = sizeAlong(shape, axis);
    const step = at(settings.between) + 1;
    const width = Math.max(0, (size - 1) * step + 1);
    const [before, after] = [at(settings.before), at(settings.after)];
    return { axis: frontAxis(axis, shape.length), before, after, width, step };
  });
}

function isList(counts: number | readonly number[]): counts is readonly number[] {
  return typeof counts !== "number";
}

function listOf(counts: number | readonly number[]): readonly number[] {
  return isList(counts) ? counts : [counts];
}
