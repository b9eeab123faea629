import { apply, attribute, defineOp, sameShape, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { type Axes, axesAttribute, reducedShape } from "./axes.js";
import { forEachFolded, placeAmongFolded } from "./fold.js";

/** Set by what runs along axes, element after element. */
export const reverseAttribute = attribute.boolean({
  doc: "from the last element to the first",
  default: false,
});

/** What is run along, and which way. */
export interface RunningOptions {
  /** Axes to run along, in row-major order; default: all. */
  readonly axes?: Axes;
  /** From the last element to the first; default: false. */
  readonly reverse?: boolean;
}

export const linearRecurrenceOp = defineOp({
  name: "linearRecurrence",
  doc: {
    summary:
      "s after s along axes, each a s + b of the one before; of each element, the s before it, first 0",
    source: "Blelloch, CMU-CS-90-190 (1990)",
  },
  inputs: ["a", "b"],
  attributes: { axes: axesAttribute, reverse: reverseAttribute },
  shape({ a, b }, { axes }, need) {
    need(sameShape(a, b), "a = b");
    reducedShape(a, axes, false, need);
    return a;
  },
  multiplyAdds: ({ a }) => a,
  element(m, { a, b }, at, { axes, reverse }) {
    const { places, index } = placeAmongFolded(a.shape, axes, at, reverse);
    return places
      .slice(0, index)
      .reduce((s, place) => m.add(m.multiply(a.data[place]!, s), b.data[place]!), m.number(0));
  },
  kernel({ a, b }, output, { axes, reverse }) {
    forEachFolded(a.shape, axes, (start, offsets) => {
      let s = 0;
      for (let j = 0; j < offsets.length; j++) {
        const at = start + offsets[reverse ? offsets.length - 1 - j : j]!;
        output.data[at] = s;
        s = a.data[at]! * s + b.data[at]!;
      }
    });
  },
  // The derivative by b is the same recurrence, run backwards over the cotangent.
  vjp: {
    a: (g, { a }, { output, attributes: { axes, reverse } }) =>
      multiply(output, linearRecurrence(a, g, { axes, reverse: !reverse })),
    b: (g, { a }, { attributes: { axes, reverse } }) => linearRecurrence(a, g, { axes, reverse: !reverse }),
  },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, domain: { a: [-1.2, 1.2] } },
    {
      inputs: { a: ["N", 3], b: ["N", 3] },
      attributes: { axes: [0], reverse: true },
      domain: { a: [-1.2, 1.2] },
    },
    { inputs: { a: [2, 3, "N"], b: [2, 3, "N"] }, attributes: { axes: [1] }, domain: { a: [-1.2, 1.2] } },
    { inputs: { a: [], b: [] } },
  ],
  latex: (m, { a, b }) => m.call("recurrence", [a, b]),
});

/**
 * s₀ = 0, and then sᵢ₊₁ = aᵢ sᵢ + bᵢ along axes: of each element the s before it, so that the last a and b have no
 * effect. With `reverse` it runs from the last element to the first. It is its own derivative the other way round, which
 * makes it that of running products too.
 * @param a float32 or float64, any shape
 * @param b of the dtype and shape of a
 * @param options `axes`: to run along, in row-major order; default all. `reverse`: default false
 * @returns the shape of a
 * @throws {Refusal} shape-mismatch: shapes that differ, an axis out of range, or one axis twice
 * @see Blelloch, "Prefix sums and their applications", CMU-CS-90-190 (1990)
 */
export function linearRecurrence(a: Value, b: Value, options: RunningOptions = {}): Value {
  return apply(linearRecurrenceOp, { a, b }, options);
}
