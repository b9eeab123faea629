import { apply, defineOp, type Value } from "@chainrule/core";
import { axisAttribute, blocksOf, checkSized, copyTurns, frontAxis, sizeAlong, withSize } from "./axis.js";
import { joinPairs } from "./joinPairs.js";
import { slice } from "./slice.js";

export const concatOp = defineOp({
  name: "concat",
  doc: {
    summary: "a and then b, along an axis",
    names: { onnx: "Concat", keras: "keras.ops.concatenate", torch: "torch.cat" },
  },
  inputs: ["a", "b"],
  attributes: { axis: axisAttribute },
  shape({ a, b }, { axis }, need) {
    need(a.length === b.length, "a and b of one rank");
    const left = checkSized(a, axis, "a", "join along", need);
    const right = checkSized(b, axis, "b", "join along", need);
    const front = frontAxis(axis, a.length);
    need(
      a.every((dim, i) => i === front || dim === b[i]),
      `equal dims of a and b on every axis but ${axis}`,
    );
    return withSize(a, axis, left + right);
  },
  multiplyAdds: () => [0],
  moves: ["a", "b"],
  kernel({ a, b }, output, { axis }) {
    copyTurns(a, b, output, blocksOf(a.shape, axis).blocks);
  },
  vjp: {
    a: (g, { a }, { attributes: { axis } }) => slice(g, { axis, stop: sizeAlong(a.shape, axis) }),
    b: (g, { a }, { attributes: { axis } }) => slice(g, { axis, start: sizeAlong(a.shape, axis) }),
  },
  samples: [
    { inputs: { a: ["N", 2], b: ["N", 3] }, attributes: { axis: 1 } },
    { inputs: { a: [2, "N", 2], b: [1, "N", 2] }, attributes: { axis: -3 } },
    { inputs: { a: ["N", 1, 2], b: ["N", 1, 2] }, attributes: { axis: -2 } },
    { inputs: { a: [3], b: [0] }, attributes: { axis: 0 } },
  ],
  latex: (m, { a, b }) => m.list(a, b),
});

/** What {@link concat} takes. */
export interface ConcatOptions {
  /** Of integer length in all; negative ones are counted from the end. */
  readonly axis: number;
}

/**
 * a and then b, along an axis.
 * @param a float32 or float64, any shape of rank 1 or more
 * @param b as a; only the axis that they are joined along may be of another length
 * @returns the shape of both, with the sum of their lengths along the axis
 * @throws {Refusal} shape-mismatch: other dims differ, no such axis, or one whose length is a name
 */
export function concat(a: Value, b: Value, options: ConcatOptions): Value {
  return apply(concatOp, { a, b }, options);
}

/**
 * All values, one after the other, along an axis: as many `concat` nodes as there are joins, one less than there are values.
 * @param values at least one, each as `a` and `b` of {@link concat}
 * @throws {Refusal} wrong-inputs: none; shape-mismatch as `concat`
 */
export function concatAll(values: readonly Value[], options: ConcatOptions): Value {
  return joinPairs(values, (a, b) => concat(a, b, options));
}
