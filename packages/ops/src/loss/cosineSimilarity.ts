import { apply, defineOp, sameShape, type Value } from "@chainrule/core";
import { abs } from "../elementwise/abs.js";
import { divide } from "../elementwise/divide.js";
import { equal } from "../elementwise/equal.js";
import { multiply } from "../elementwise/multiply.js";
import { select } from "../elementwise/select.js";
import { sqrt } from "../elementwise/sqrt.js";
import { square } from "../elementwise/square.js";
import { subtract } from "../elementwise/subtract.js";
import { max } from "../reduce/max.js";
import { sum } from "../reduce/sum.js";
import { lossShape, reduceLosses, type Reduction, reductionAttribute, writeLosses } from "./reduction.js";
import { pullBackRows, rowsOf } from "./rows.js";
import { countExamples, writeReduced } from "./written.js";

const alongRows = { axes: [-1], keepDims: true };

/** Each row over its length, and the lengths in two factors: their product may overflow. A row of zeros stays one. */
function unitRows(x: Value): { readonly unit: Value; readonly scale: Value; readonly length: Value } {
  const orOne = (y: Value): Value => select(equal(y, 0), 1, y);
  const scale = orOne(max(abs(x), alongRows));
  const scaled = divide(x, scale);
  const length = sqrt(orOne(sum(square(scaled), alongRows)));
  return { unit: divide(scaled, length), scale, length };
}

/** The derivative of single similarities by the rows of `x`: (unit y - similarity · unit x) / ‖x‖, 0 for a row of zeros. */
function slopeBy(x: Value, y: Value): Value {
  const [a, b] = [unitRows(x), unitRows(y)];
  const similarity = sum(multiply(a.unit, b.unit), alongRows);
  const across = subtract(b.unit, multiply(similarity, a.unit));
  const isZero = equal(sum(abs(a.unit), alongRows), 0);
  return select(isZero, 0, divide(divide(across, a.scale), a.length));
}

/** Rows with a length that is not small, and not the same: where they are, every derivative is 0 but for rounding. */
function areRowsApart(a: readonly number[], b: readonly number[], width: number): boolean {
  for (let start = 0; start < a.length; start += width) {
    const [u, v] = [a.slice(start, start + width), b.slice(start, start + width)];
    const dot = (x: readonly number[], y: readonly number[]): number =>
      x.reduce((total, entry, i) => total + entry * y[i]!, 0);
    const lengths = Math.sqrt(dot(u, u) * dot(v, v));
    if (lengths < 0.5 || dot(u, v) > 0.9 * lengths) return false;
  }
  return true;
}

export const cosineSimilarityOp = defineOp({
  name: "cosineSimilarity",
  doc: {
    summary: "cosine of the angle between rows: a · b / (‖a‖ ‖b‖), 1 for the same direction",
    source: "Salton, Wong and Yang, Commun. ACM 18 (1975) 613",
    names: { keras: "keras.losses.CosineSimilarity", torch: "torch.nn.functional.cosine_similarity" },
  },
  inputs: ["a", "b"],
  attributes: { reduction: reductionAttribute },
  shape({ a, b }, { reduction }, need) {
    need(a.length >= 1, "a [examples, features]");
    need(sameShape(a, b), "a = b, without broadcasting");
    return lossShape(a.slice(0, -1), reduction);
  },
  decompose: ({ a, b }, { reduction }) =>
    reduceLosses(sum(multiply(unitRows(a).unit, unitRows(b).unit), { axes: [-1] }), reduction),
  kernel({ a, b }, output, { reduction }) {
    const { rows, classes: width } = rowsOf(a);
    writeLosses(output, reduction, rows, (i) => {
      const [from, to] = [i * width, (i + 1) * width];
      let [greatestA, greatestB] = [0, 0];
      for (let k = from; k < to; k++) {
        greatestA = Math.max(greatestA, Math.abs(a.data[k]!));
        greatestB = Math.max(greatestB, Math.abs(b.data[k]!));
      }
      if (greatestA === 0 || greatestB === 0) return 0;
      let [product, squaresA, squaresB] = [0, 0, 0];
      for (let k = from; k < to; k++) {
        const [x, y] = [a.data[k]! / greatestA, b.data[k]! / greatestB];
        product += x * y;
        squaresA += x * x;
        squaresB += y * y;
      }
      return product / Math.sqrt(squaresA) / Math.sqrt(squaresB);
    });
  },
  vjp: {
    a: (g, { a, b }, { attributes }) => pullBackRows(g, slopeBy(a, b), attributes.reduction),
    b: (g, { a, b }, { attributes }) => pullBackRows(g, slopeBy(b, a), attributes.reduction),
  },
  samples: [
    {
      inputs: { a: ["N", 3], b: ["N", 3] },
      attributes: { reduction: "mean" },
      smooth: ({ a, b }) => areRowsApart(a, b, 3),
    },
    {
      inputs: { a: [2, "N", 2], b: [2, "N", 2] },
      attributes: { reduction: "none" },
      smooth: ({ a, b }) => areRowsApart(a, b, 2),
    },
    {
      inputs: { a: [4], b: [4] },
      attributes: { reduction: "sum" },
      smooth: ({ a, b }) => areRowsApart(a, b, 4),
    },
    // Rows of zeros, and those whose squares are 0.
    {
      inputs: { a: ["N", 2], b: ["N", 2] },
      attributes: { reduction: "mean" },
      domain: { a: [0, 0], b: [0.5, 2] },
      fixed: ["a"],
    },
    {
      inputs: { a: ["N", 2], b: ["N", 2] },
      attributes: { reduction: "mean" },
      domain: { a: [0.5, 2], b: [0, 0] },
      fixed: ["b"],
    },
    {
      inputs: { a: ["N", 2], b: ["N", 2] },
      attributes: { reduction: "none" },
      domain: { a: [1e-200, 2e-200] },
      fixed: ["a"],
      smooth: ({ a, b }) =>
        areRowsApart(
          a.map((x) => x * 1e200),
          b,
          2,
        ),
    },
    {
      inputs: { a: ["N", 2], b: ["N", 2] },
      attributes: { reduction: "none" },
      domain: { b: [1e-200, 2e-200] },
      fixed: ["b"],
      smooth: ({ a, b }) =>
        areRowsApart(
          a,
          b.map((x) => x * 1e200),
          2,
        ),
    },
  ],
  latex(m, { a, b }, { reduction }) {
    const cosine = m.call("cos", [a, b]);
    return reduction === "none" ? cosine : writeReduced(m, cosine, reduction, countExamples(m, a));
  },
});

/**
 * Cosine of the angle between two rows, a · b / (‖a‖ ‖b‖), one an example: a similarity, 1 for the same direction and
 * -1 for the opposite one. It is no loss by itself: minimise it with the weight -1. A row of zeros is similar to none:
 * the similarity is 0 there, and so is the derivative by that row. Entries of any size do, as each row is divided by its
 * greatest entry first.
 * @param a float32 or float64, [examples, features] or any shape that ends in features
 * @param b of exactly that shape
 * @param options `reduction`, always stated; "mean" is over examples
 * @returns a scalar, or with reduction "none" one number an example: from -1 to 1, up to rounding
 * @throws {Refusal} shape-mismatch
 * @see Salton, Wong and Yang, Commun. ACM 18 (1975) 613
 */
export function cosineSimilarity(a: Value, b: Value, options: { readonly reduction: Reduction }): Value {
  return apply(cosineSimilarityOp, { a, b }, options);
}
