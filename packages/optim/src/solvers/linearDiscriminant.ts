import { leastSquares } from "./leastSquares.js";

/** Two gaussian classes with a common covariance. */
export interface GaussianClasses {
  /** Of class 0 and of class 1. */
  readonly means: readonly [readonly number[], readonly number[]];
  /** Σ, of both. */
  readonly covariance: readonly (readonly number[])[];
  /** The probabilities of class 0 and of class 1. */
  readonly priors: readonly [number, number];
  /** How exact Σ is, relative to its entries; default 2⁻⁵². */
  readonly precision?: number;
}

/** p(class 1 | x) = σ(weights · x + bias), or the first feature that is a combination of others. */
export type Discriminant =
  { readonly weights: readonly number[]; readonly bias: number } | { readonly dependent: number };

/**
 * Linear discriminant analysis: Bayes' rule for two gaussian classes that differ in their means alone is a sigmoid unit,
 *
 *     w = Σ⁻¹ (μ₁ − μ₀)        b = (μ₀ᵀΣ⁻¹μ₀ − μ₁ᵀΣ⁻¹μ₁) / 2 + ln(p₁ / p₀)
 *
 * Features are scaled to variance 1 first, so that their units decide nothing.
 * @see Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", 2nd ed., Springer 2009, §4.3
 */
export function linearDiscriminant(classes: GaussianClasses): Discriminant {
  const { means, covariance, priors, precision = 2 ** -52 } = classes;
  const deviations = covariance.map((line, i) => Math.sqrt(line[i]!));
  const constant = deviations.findIndex((s) => !(s > 0));
  if (constant !== -1) return { dependent: constant };
  const [zero, one] = means.map((mean) => mean.map((m, i) => m / deviations[i]!));
  const columns = covariance.map((line, i) =>
    Float64Array.from(line, (entry, j) => entry / (deviations[i]! * deviations[j]!)),
  );
  const target = Float64Array.from(one!, (m, i) => m - zero![i]!);
  const found = leastSquares({ columns, target, precision });
  if ("dependent" in found) return found;
  // μ₀ᵀΣ⁻¹μ₀ − μ₁ᵀΣ⁻¹μ₁ = −(μ₁ + μ₀)ᵀ Σ⁻¹ (μ₁ − μ₀), and the last factors are w.
  const middle = found.solution.reduce((sum, w, i) => sum + (w * (one![i]! + zero![i]!)) / 2, 0);
  return {
    weights: Array.from(found.solution, (w, i) => w / deviations[i]!),
    bias: Math.log(priors[1] / priors[0]) - middle,
  };
}

/**
 * The gaussian classes that make labelled rows most likely: shares, means, and the covariance about the classes' own
 * means, pooled and divided by the number of rows (not by two less).
 * @param features a column each
 * @param labels 0 or 1, of each row; both occur
 */
export function gaussianClassesOf(
  features: readonly Float64Array[],
  labels: Float64Array,
): Omit<GaussianClasses, "precision"> {
  const rows = labels.length;
  const ones = labels.reduce((sum, y) => sum + y, 0);
  const meanOf = (column: Float64Array, label: number): number =>
    column.reduce((sum, x, i) => (labels[i] === label ? sum + x : sum), 0) /
    (label === 1 ? ones : rows - ones);
  const zero = features.map((column) => meanOf(column, 0));
  const one = features.map((column) => meanOf(column, 1));
  const centred = features.map((column, j) =>
    column.map((x, i) => x - (labels[i] === 1 ? one[j]! : zero[j]!)),
  );
  const covariance = centred.map((a) =>
    centred.map((b) => a.reduce((sum, x, i) => sum + x * b[i]!, 0) / rows),
  );
  return { means: [zero, one], covariance, priors: [(rows - ones) / rows, ones / rows] };
}
