import { apply, broadcastShapes, defineOp, sameShape, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { offsetOf, spreadLayout } from "../layout.js";
import { align } from "./align.js";
import { axesAttribute, keepDimsAttribute, reducedShape, type ReductionOptions } from "./axes.js";
import { fold, foldedInto, forEachFolded } from "./fold.js";
import { productBefore } from "./productBefore.js";
import { reductionSamples } from "./samples.js";

export const prodOp = defineOp({
  name: "prod",
  doc: {
    summary: "product along axes",
    names: { onnx: "ReduceProd", keras: "keras.ops.prod", torch: "torch.prod" },
  },
  inputs: { x: "float" },
  attributes: { axes: axesAttribute, keepDims: keepDimsAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  multiplyAdds: ({ x }) => x,
  element: (m, { x }, at, { axes }) =>
    foldedInto(x, axes, at).reduce((product, factor) => m.multiply(product, factor), m.number(1)),
  kernel: ({ x }, output, { axes }) => fold(x, output, axes, 1, (product, factor) => product * factor),
  vjp: {
    x: (g, { x }, { attributes: { axes } }) =>
      apply(prodGradientOp, { g: align(g, x.shape, axes), x }, { axes }),
  },
  samples: reductionSamples([-1.6, 1.6]),
  latex: (m, { x }, { axes, keepDims }) => m.prod(x, axes, keepDims),
});

export const prodGradientOp = defineOp({
  name: "prodGradient",
  doc: { summary: "derivative of prod: g times the product of all other elements, zeros or not" },
  inputs: ["g", "x"],
  attributes: { axes: axesAttribute },
  shape({ g, x }, { axes }, need) {
    reducedShape(x, axes, false, need);
    need(sameShape(broadcastShapes(g, x) ?? [], x), "g broadcasts to x");
    return x;
  },
  // Never divided by an element, which may be 0: what comes before it times what comes after.
  decompose({ g, x }, { axes }) {
    return multiply(g, multiply(productBefore(x, { axes }), productBefore(x, { axes, reverse: true })));
  },
  kernel({ g, x }, output, { axes }) {
    const gs = spreadLayout(g.shape, x.shape);
    forEachFolded(x.shape, axes, (start, offsets) => {
      const before: number[] = [];
      let product = 1;
      for (const offset of offsets) {
        before.push(product);
        product *= x.data[start + offset]!;
      }
      let after = 1;
      for (let j = offsets.length - 1; j >= 0; j--) {
        const at = start + offsets[j]!;
        output.data[at] = g.data[offsetOf(gs, at)]! * (before[j]! * after);
        after *= x.data[at]!;
      }
    });
  },
  samples: [
    { inputs: { g: [], x: ["N", 3] }, domain: { x: [-1.6, 1.6] } },
    { inputs: { g: [3], x: ["N", 3] }, attributes: { axes: [0] }, domain: { x: [-1.6, 1.6] } },
    { inputs: { g: [2, 1, 1], x: [2, 3, 2] }, attributes: { axes: [1, -1] }, domain: { x: [-1.6, 1.6] } },
  ],
  latex: (m, { g, x }) => m.multiply(g, m.call("productOfOthers", [x])),
});

/**
 * Product along axes; of nothing it is 1. The derivative by an element is the product of the others, with zeros among
 * them too, and so are all further ones. Products are taken from the first element to the last: what overflows or
 * vanishes on the way stays so.
 * @param x float32 or float64, any shape
 * @returns the shape of x without the reduced axes, or with size 1 there (`keepDims`)
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 */
export function prod(x: Value, options: ReductionOptions = {}): Value {
  return apply(prodOp, { x }, options);
}
