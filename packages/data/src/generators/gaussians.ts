import { attribute, Refusal, written } from "@chainrule/core";
import { defineGenerator } from "../generator.js";
import { numbersAttribute, optional, pointsAttribute } from "./attributes.js";
import { cholesky } from "./cholesky.js";

/**
 * Gaussian classes with a common covariance Σ: the model of linear discriminant analysis. Each row draws its class
 * k with probability prior[k], and then x = means[k] + L z, where L Lᵀ = Σ and z is standard normal. So the numbers
 * of rows in the classes are random, and the rows independent: for two classes,
 * p(1 | x) = σ(wᵀx + b) with w = Σ⁻¹(m₁ - m₀), b = (m₀ᵀΣ⁻¹m₀ - m₁ᵀΣ⁻¹m₁) / 2 + ln(prior[1] / prior[0]).
 *
 * Columns: `x` [rows, dimensions], `y`. More rows keep the first ones.
 * @see Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", 2nd ed., Springer 2009, §4.3
 */
export const gaussiansGenerator = defineGenerator({
  name: "gaussians",
  doc: {
    summary: "gaussian classes with a common covariance, as in linear discriminant analysis",
    source: "Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, §4.3",
  },
  attributes: {
    means: pointsAttribute("the mean of each class"),
    covariance: optional(
      pointsAttribute("the covariance of every class, row by row; left out, the identity"),
    ),
    prior: optional(numbersAttribute("the probability of each class; left out, equal ones")),
    count: attribute.integer({ doc: "how many rows", min: 1, default: 100 }),
  },
  size: "count",
  example: {
    means: [
      [-1, 0],
      [1, 1],
    ],
  },
  make({ means, covariance, prior, count }, draws) {
    const dimensions = means[0]!.length;
    const factor = covariance && factorOf(covariance, dimensions);
    const bounds = prior && cumulative(prior, means.length);
    return {
      rows: count,
      columns: { x: { width: dimensions }, y: { classes: means.length } },
      row(row) {
        const u = draws.uniform(row, 0);
        const k = bounds ? firstAbove(bounds, u) : Math.floor(u * means.length);
        const z = means[k]!.map((_, i) => draws.normal(row, 1 + i));
        const offset = factor?.map((line) => line.reduce((sum, entry, j) => sum + entry * z[j]!, 0)) ?? z;
        return { x: means[k]!.map((mean, i) => mean + offset[i]!), y: [k] };
      },
    };
  },
});

function factorOf(covariance: readonly (readonly number[])[], dimensions: number): number[][] {
  const need = `a symmetric, positive definite matrix, ${dimensions} by ${dimensions} as the means have ${dimensions} coordinates`;
  const refuse = (got: string, hint: { try?: string } = {}): never => {
    throw new Refusal({ code: "bad-attribute", path: ["covariance"], got, need, ...hint });
  };
  const [height, width] = [covariance.length, covariance[0]!.length];
  if (height !== dimensions || width !== dimensions) refuse(`a matrix of ${height} by ${width}`);
  const mirrored = covariance.map((line, i) => line.map((entry, j) => (j < i ? covariance[j]![i]! : entry)));
  const factor = cholesky(mirrored);
  if (mirrored.some((line, i) => line.some((entry, j) => entry !== covariance[i]![j]))) {
    refuse("a matrix that is not symmetric", factor && { try: `"covariance": ${written(mirrored)}` });
  }
  return factor ?? refuse("a matrix that is not positive definite");
}

/** The upper end of each class's part of [0, 1); the last one is 1 whatever rounding says. */
function cumulative(prior: readonly number[], classes: number): number[] {
  const path = ["prior"];
  const sum = prior.reduce((total, p) => total + p, 0);
  if (prior.length !== classes || !prior.every((p) => p >= 0) || Math.abs(sum - 1) > 1e-9) {
    const rest = Number((1 - sum + prior.at(-1)!).toPrecision(12));
    const completed = [...prior.slice(0, -1), rest];
    const fits = completed.length === classes && completed.every((p) => p >= 0 && p <= 1);
    throw new Refusal({
      code: "bad-attribute",
      path,
      got: `${prior.length} numbers, ${Number(sum.toPrecision(12))} in all`,
      need: `a probability for each of the ${classes} classes, which sum to 1`,
      ...(fits && { try: `"prior": ${written(completed)}` }),
    });
  }
  let end = 0;
  return prior.map((p, k) => (k === classes - 1 ? 1 : (end += p)));
}

/** The position of the first bound above u; bounds ascend, and the last one is above. */
function firstAbove(bounds: readonly number[], u: number): number {
  let [low, high] = [0, bounds.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (u < bounds[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
