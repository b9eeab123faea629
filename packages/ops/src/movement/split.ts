import {
  apply,
  attribute,
  type AttributesOf,
  defineOp,
  type Need,
  type Shape,
  type Value,
} from "@chainrule/core";
import { axisAttribute, checkSized, copyPlaces, sizeAlong, withSize } from "./axis.js";
import { pad, slice } from "./slice.js";

const attributes = {
  axis: axisAttribute,
  parts: attribute.each(attribute.integer({ doc: "a number or a length", min: 0 }), {
    doc: "how many equal parts there are, or a list of the length of each",
  }),
  part: attribute.integer({ doc: "which part is taken, from 0; negative ones are counted from the end" }),
};

type SplitSettings = AttributesOf<typeof attributes>;

export const splitOp = defineOp({
  name: "split",
  doc: {
    summary: "one of the parts that x is cut into along an axis",
    names: { onnx: "Split", keras: "keras.ops.split", torch: "torch.split" },
  },
  inputs: { x: "any" },
  attributes,
  check({ parts, part }, need) {
    const count = countOf(parts);
    need(count > 0, "parts: at least one");
    need(part >= -count && part < count, `part: one of ${count}, from ${-count} to ${count - 1}`);
  },
  shape({ x }, settings, need) {
    const size = checkSized(x, settings.axis, "x", "split", need);
    checkParts(size, settings, need);
    const { from, to } = placesOf(size, settings);
    return withSize(x, settings.axis, to - from);
  },
  decompose({ x }, settings) {
    const { from, to } = placesIn(x.shape, settings);
    return slice(x, { axis: settings.axis, start: from, stop: to });
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output, settings) {
    copyPlaces(x, output, settings.axis, { from: placesIn(x.shape, settings).from, step: 1 });
  },
  vjp: {
    x(g, { x }, { attributes: settings }) {
      const { from, to } = placesIn(x.shape, settings);
      const { axis } = settings;
      return pad(g, { axis, before: from, after: sizeAlong(x.shape, axis) - to });
    },
  },
  samples: [
    { inputs: { x: ["N", 4] }, attributes: { axis: 1, parts: 2, part: 0 } },
    { inputs: { x: [5, "N"] }, attributes: { axis: 0, parts: [2, 0, 3], part: -1 } },
    { inputs: { x: [2, 3, "N"] }, attributes: { axis: -2, parts: [1, 2], part: 0 } },
    { inputs: { x: ["N", 3] }, attributes: { axis: -1, parts: [3, 0], part: 1 } },
  ],
  latex(m, { x }, settings) {
    const { part, parts } = settings;
    const number = part < 0 ? part + countOf(parts) : part;
    return m.index(x, m.sign(`(${number})`, `(${number})`));
  },
});

/** What {@link split} takes. */
export interface SplitOptions {
  /** Of integer length; negative ones are counted from the end. */
  readonly axis: number;
  /** How many equal parts, or the length of each. */
  readonly parts: number | readonly number[];
}

/**
 * x cut into parts along an axis, each a value and a node of its own. The op makes one of them, that of number `part`.
 * @param x any dtype, any shape of rank 1 or more
 * @returns each part in order: the shape of x, with its own length along the axis
 * @throws {Refusal} bad-attribute: no parts; shape-mismatch: the parts do not make up x, no such axis, or one whose length
 *   is a name
 */
export function split(x: Value, { axis, parts }: SplitOptions): Value[] {
  const count = countOf(parts);
  // Of no parts there would be no node to refuse them.
  return Array.from({ length: Math.max(1, count) }, (_, part) =>
    apply(splitOp, { x }, { axis, parts, part }),
  );
}

function countOf(parts: SplitSettings["parts"]): number {
  return typeof parts === "number" ? parts : parts.length;
}

function checkParts(size: number, { axis, parts }: SplitSettings, need: Need): void {
  const length = `${size}, the length of axis ${axis}`;
  if (typeof parts === "number") need(size % parts === 0, `a number of parts that divides ${length}`);
  else need(parts.reduce((sum, part) => sum + part, 0) === size, `parts that add up to ${length}`);
}

/** The first place of the part, and the first behind it. */
function placesOf(
  size: number,
  { parts, part }: SplitSettings,
): { readonly from: number; readonly to: number } {
  const count = countOf(parts);
  const number = part < 0 ? part + count : part;
  if (typeof parts === "number") return { from: (size / count) * number, to: (size / count) * (number + 1) };
  const from = parts.slice(0, number).reduce((sum, length) => sum + length, 0);
  return { from, to: from + parts[number]! };
}

function placesIn(shape: Shape, settings: SplitSettings): { readonly from: number; readonly to: number } {
  return placesOf(sizeAlong(shape, settings.axis), settings);
}
