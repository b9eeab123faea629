import { apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";
import { negate } from "../elementwise/negate.js";
import { relu, reluGradientOp } from "../elementwise/relu.js";
import { subtract } from "../elementwise/subtract.js";
import { checkSized, sizeAlong, withSize } from "../movement/axis.js";
import { concat } from "../movement/concat.js";
import { slice } from "../movement/slice.js";
import { awayFromZero } from "../smooth.js";

const attributes = {
  axis: attribute.integer({
    doc: "the axis that becomes twice as long; negative ones are counted from the end",
    default: -1,
  }),
};

/** What crelu takes. */
export type CReluOptions = Partial<AttributesOf<typeof attributes>>;

export const creluOp = defineOp({
  name: "crelu",
  doc: {
    summary:
      "concatenated rectifier: max(0, x) and then max(0, -x), along an axis, so that nothing of x is lost",
    source: "Shang et al., ICML 2016",
  },
  inputs: ["x"],
  attributes,
  shape({ x }, { axis }, need) {
    need(x.length > 0, "x of rank 1 or more");
    return withSize(x, axis, 2 * checkSized(x, axis, "x", "double", need));
  },
  decompose: ({ x }, { axis }) => concat(relu(x), relu(negate(x)), { axis }),
  vjp: {
    x(g, { x }, { attributes: { axis } }) {
      const size = sizeAlong(x.shape, axis);
      const positive = apply(reluGradientOp, { g: slice(g, { axis, stop: size }), x });
      const negative = apply(reluGradientOp, { g: slice(g, { axis, start: size }), x: negate(x) });
      return subtract(positive, negative);
    },
  },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, "N"] }, attributes: { axis: 0 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N", 2, 2] }, attributes: { axis: -2 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [3] }, smooth: ({ x }) => awayFromZero(x) },
  ],
  latex: (m, { x }) => m.list(m.maximum(0, x), m.maximum(0, m.negate(x))),
});

/**
 * Concatenated rectifier: max(0, x), and behind it along an axis max(0, -x). The axis becomes twice as long. The derivative
 * at 0 is 0, as that of both its parts.
 * @param x float32 or float64, of rank 1 or more; NaN stays NaN in both parts
 * @param options `axis`: of integer length; default the last
 * @returns y ≥ 0, the shape of x but for the axis, which has twice its length
 * @throws {Refusal} shape-mismatch: no such axis, or one whose length is a name
 * @see Shang et al., ICML 2016
 */
export function crelu(x: Value, options: CReluOptions = {}): Value {
  return apply(creluOp, { x }, options);
}
