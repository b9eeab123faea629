import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { axesAttribute, reducedShape } from "./axes.js";
import { forEachFolded, placeAmongFolded } from "./fold.js";
import { linearRecurrence, reverseAttribute, type RunningOptions } from "./linearRecurrence.js";

export const productBeforeOp = defineOp({
  name: "productBefore",
  doc: { summary: "of each element, the product of those before it along axes" },
  inputs: ["x"],
  attributes: { axes: axesAttribute, reverse: reverseAttribute },
  shape({ x }, { axes }, need) {
    reducedShape(x, axes, false, need);
    return x;
  },
  multiplyAdds: ({ x }) => x,
  element(m, { x }, at, { axes, reverse }) {
    const { places, index } = placeAmongFolded(x.shape, axes, at, reverse);
    return places
      .slice(0, index)
      .reduce((product, place) => m.multiply(product, x.data[place]!), m.number(1));
  },
  kernel({ x }, output, { axes, reverse }) {
    forEachFolded(x.shape, axes, (start, offsets) => {
      let product = 1;
      for (let j = 0; j < offsets.length; j++) {
        const at = start + offsets[reverse ? offsets.length - 1 - j : j]!;
        output.data[at] = product;
        product *= x.data[at]!;
      }
    });
  },
  vjp: {
    x: (g, { x }, { output, attributes: { axes, reverse } }) =>
      multiply(output, linearRecurrence(x, g, { axes, reverse: !reverse })),
  },
  samples: [
    { inputs: { x: ["N", 3] }, domain: { x: [-1.6, 1.6] } },
    { inputs: { x: ["N", 3] }, attributes: { axes: [0], reverse: true }, domain: { x: [-1.6, 1.6] } },
    { inputs: { x: [2, 3, "N"] }, attributes: { axes: [1] }, domain: { x: [-1.6, 1.6] } },
    { inputs: { x: [2, 2, 1, 3] }, attributes: { axes: [-1, 0] }, domain: { x: [-1.6, 1.6] } },
    { inputs: { x: [] } },
  ],
  latex: (m, { x }, { reverse }) => m.call(reverse ? "productAfter" : "productBefore", [x]),
});

/**
 * Of each element, the product of those before it; of the first it is 1. With `reverse` it is the product of those after
 * it. All its derivatives are right with zeros among the elements.
 * @param x float32 or float64, any shape
 * @param options `axes`: to run along, in row-major order; default all. `reverse`: default false
 * @returns the shape of x
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 */
export function productBefore(x: Value, options: RunningOptions = {}): Value {
  return apply(productBeforeOp, { x }, options);
}
