import {
  apply,
  attribute,
  broadcastShapes,
  defineOp,
  type Operand,
  sameShape,
  type Value,
} from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { maximum } from "../elementwise/maximum.js";
import { multiply } from "../elementwise/multiply.js";
import { square } from "../elementwise/square.js";
import { subtract } from "../elementwise/subtract.js";
import { offsetOf, spreadLayout } from "../layout.js";
import { align } from "./align.js";
import { type Axes, axesAttribute, keepDimsAttribute, reducedShape, type ReductionOptions } from "./axes.js";
import { forEachFolded } from "./fold.js";
import { max } from "./max.js";
import { mean } from "./mean.js";
import { size } from "./size.js";
import { sum } from "./sum.js";

/** What is taken from the number of elements before it divides. */
type Correction = 0 | 1;

const correctionAttribute = attribute.choice([0, 1], {
  doc: "0: divided by how many there are (of a population); 1: by one fewer (of a sample)",
  convention: true,
});

export const varianceOp = defineOp({
  name: "variance",
  doc: {
    summary: "mean squared distance from the mean, along axes",
    source: "Chan, Golub, LeVeque, The American Statistician 37 (1983) 242",
    names: { keras: "keras.ops.var", torch: "torch.var" },
  },
  inputs: { x: "float" },
  attributes: { axes: axesAttribute, keepDims: keepDimsAttribute, correction: correctionAttribute },
  shape: ({ x }, { axes, keepDims }, need) => reducedShape(x, axes, keepDims, need),
  decompose: ({ x }, { axes, keepDims, correction }) =>
    divide(sum(square(centred(x, axes)), { axes, keepDims }), freedom(x, axes, correction)),
  kernel({ x }, output, { axes, correction }) {
    let to = 0;
    forEachFolded(x.shape, axes, (start, offsets) => {
      const distances = distancesFromMean(x.data, start, offsets);
      const total = distances.reduce((sum, distance) => sum + distance * distance, 0);
      output.data[to++] = total / Math.max(0, offsets.length - correction);
    });
  },
  vjp: {
    x: (g, { x }, { attributes: { axes, correction } }) =>
      varianceGradient(align(g, x.shape, axes), x, { axes, correction }),
  },
  samples: [
    { inputs: { x: ["N", 3] }, attributes: { correction: 0 } },
    { inputs: { x: ["N", 3] }, attributes: { axes: [0], correction: 0 } },
    { inputs: { x: ["N", 3] }, attributes: { axes: [-1], keepDims: true, correction: 1 } },
    { inputs: { x: [] }, attributes: { correction: 0 } },
    { inputs: { x: ["N"] }, attributes: { axes: [0], keepDims: true, correction: 0 } },
    { inputs: { x: [4] }, attributes: { correction: 1 } },
    { inputs: { x: ["N"] }, attributes: { correction: 1 } },
    { inputs: { x: [2, 3] }, attributes: { axes: [], correction: 0 } },
    { inputs: { x: [2, 3, "N"] }, attributes: { axes: [1], correction: 1 } },
    { inputs: { x: [2, "N", 2] }, attributes: { axes: [2, 0], correction: 1 } },
    { inputs: { x: [2, 3, 1, 2] }, attributes: { axes: [0], correction: 1 } },
    { inputs: { x: [2, 3, 1, 2] }, attributes: { axes: [-3], keepDims: true, correction: 0 } },
    { inputs: { x: [2, 1, 2, 2] }, attributes: { axes: [2], correction: 0 } },
    { inputs: { x: [2, 1, 2, 2] }, attributes: { axes: [1, 3], keepDims: true, correction: 1 } },
    { inputs: { x: [5] }, attributes: { correction: 1 }, domain: { x: [1e3, 1.001e3] } },
  ],
  latex(m, { x }, { axes, keepDims, correction }) {
    const count = m.count(x, axes);
    const distance = m.subtract(x, m.multiply(m.divide(1, count), m.sum(x, axes, true)));
    const below = correction === 0 ? count : m.subtract(count, 1);
    return m.multiply(m.divide(1, below), m.sum(m.power(distance, 2), axes, keepDims));
  },
});

export const varianceGradientOp = defineOp({
  name: "varianceGradient",
  doc: { summary: "derivative of variance: g · 2 (x - its mean) / (n - correction)" },
  inputs: ["g", "x"],
  attributes: { axes: axesAttribute, correction: correctionAttribute },
  shape({ g, x }, { axes }, need) {
    reducedShape(x, axes, false, need);
    need(sameShape(broadcastShapes(g, x) ?? [], x), "g broadcasts to x");
    return x;
  },
  decompose({ g, x }, { axes, correction }) {
    // The count divides the slope, not g, whose derivative over nothing stays 0.
    return multiply(g, divide(multiply(2, centred(x, axes)), freedom(x, axes, correction)));
  },
  kernel({ g, x }, output, { axes, correction }) {
    const gs = spreadLayout(g.shape, x.shape);
    forEachFolded(x.shape, axes, (start, offsets) => {
      const distances = distancesFromMean(x.data, start, offsets);
      const freedom = Math.max(0, offsets.length - correction);
      offsets.forEach((offset, j) => {
        const at = start + offset;
        output.data[at] = g.data[offsetOf(gs, at)]! * ((2 * distances[j]!) / freedom);
      });
    });
  },
  // To take the mean off is a projection, and so its own transpose.
  vjp: {
    x: (u, { g }, { attributes }) => varianceGradient(1, multiply(g, u), attributes),
  },
  samples: [
    { inputs: { g: [], x: ["N", 3] }, attributes: { correction: 0 } },
    { inputs: { g: [3], x: ["N", 3] }, attributes: { axes: [0], correction: 0 } },
    { inputs: { g: [], x: ["N"] }, attributes: { correction: 1 } },
    { inputs: { g: [2, 1, "N"], x: [2, 3, "N"] }, attributes: { axes: [1], correction: 1 } },
  ],
  latex(m, { g, x }, { axes, correction }) {
    const count = m.count(x, axes);
    const distance = m.subtract(x, m.multiply(m.divide(1, count), m.sum(x, axes, true)));
    return m.multiply(m.multiply(g, m.divide(2, correction === 0 ? count : m.subtract(count, 1))), distance);
  },
});

/**
 * Mean squared distance from the mean, along axes. Distances are taken from the greatest element first and from their own
 * mean then, so that a large mean costs no digits: of equal elements it is exactly 0. Of nothing it is NaN, and so is that of
 * a single element with correction 1.
 * @param x float32 or float64, any shape
 * @param options `correction`, always stated: 0 divides by the number of elements n, 1 by n - 1
 * @returns the shape of x without the reduced axes, or with size 1 there (`keepDims`)
 * @throws {Refusal} shape-mismatch: an axis out of range, or one axis twice
 * @see Chan, Golub, LeVeque, The American Statistician 37 (1983) 242
 */
export function variance(x: Value, options: ReductionOptions & { readonly correction: Correction }): Value {
  return apply(varianceOp, { x }, options);
}

function varianceGradient(
  g: Operand<Value>,
  x: Value,
  attributes: { readonly axes: Axes; readonly correction: Correction },
): Value {
  return apply(varianceGradientOp, { g, x }, attributes);
}

/** x less its mean along axes. The mean of x itself would be rounded to the digits of a large one. */
function centred(x: Value, axes: Axes): Value {
  const along = { axes, keepDims: true };
  const shifted = subtract(x, max(x, along));
  return subtract(shifted, mean(shifted, along));
}

/** As {@link centred}, of the elements that are reduced together; from the first of them, which is as good. */
function distancesFromMean(data: ArrayLike<number>, start: number, offsets: readonly number[]): number[] {
  const first = data[start + (offsets[0] ?? 0)]!;
  const shifted = offsets.map((offset) => data[start + offset]! - first);
  const mean = shifted.reduce((sum, distance) => sum + distance, 0) / shifted.length;
  return shifted.map((distance) => distance - mean);
}

/** What the sum of squares is divided by: never less than 0, so that of nothing it is 0 / 0. */
function freedom(x: Value, axes: Axes, correction: Correction): Value {
  const count = size(x, { axes });
  return correction === 0 ? count : maximum(0, subtract(count, correction));
}
