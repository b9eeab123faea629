import type { Expression, LatexAlgebra } from "@chainrule/core";
import type { ClassTarget } from "./classTarget.js";
import type { Reduction } from "./reduction.js";

/** What a loss is of: behind a Σ single elements, without it the whole tensor. */
export function perElement(m: LatexAlgebra, x: Expression, reduction: Reduction): Expression {
  return reduction === "none" ? x : m.element(x);
}

/**
 * Losses with what becomes of them: `\\frac{1}{N} \\sum …`. The factors before them, a sign and ½, go into one.
 * @param count how many losses there are
 */
export function writeReduced(
  m: LatexAlgebra,
  losses: Expression,
  reduction: Reduction,
  count: Expression,
  { sign = 1, isHalf = false }: { readonly sign?: 1 | -1; readonly isHalf?: boolean } = {},
): Expression {
  const below = [...(isHalf ? [m.number(2)] : []), ...(reduction === "mean" ? [count] : [])];
  const whole = reduction === "none" ? losses : m.sum(losses);
  const [first, ...others] = below;
  const divisor = others.reduce((product, factor) => m.multiply(product, factor), first ?? m.number(1));
  const scaled = first === undefined ? whole : m.multiply(m.divide(1, divisor), whole);
  return sign === 1 ? scaled : m.negate(scaled);
}

/**
 * What of a loss's cotangent belongs to each of the single losses.
 * @param factor of each
 */
export function writeShare(
  m: LatexAlgebra,
  g: Expression,
  reduction: Reduction,
  count: Expression,
  factor = 1,
): Expression {
  if (reduction === "mean") return m.multiply(g, m.divide(factor, count));
  return factor === 1 ? g : m.multiply(g, factor);
}

/**
 * Cross entropy of probabilities: of the class that an index tells, or weighed by the target's.
 * @param isWeighed whether classes count for weights w, rows that are ignored for 0
 */
export function writeClassLoss(
  m: LatexAlgebra,
  p: Expression,
  y: Expression,
  { target, reduction }: { readonly target: ClassTarget; readonly reduction: Reduction },
  isWeighed = false,
): Expression {
  const isOverWeights = isWeighed && target !== "probabilities";
  const count = isOverWeights ? m.sum(writeWeight(m, y, target)) : countExamples(m, p);
  const weighed = (x: Expression, of: Expression): Expression =>
    isWeighed ? m.multiply(writeWeight(m, of, target), x) : x;
  if (target === "index")
    return writeReduced(m, weighed(m.log(m.index(p, y)), y), reduction, count, { sign: -1 });
  const products = (t: Expression, q: Expression): Expression =>
    isWeighed ? weighed(m.log(q), t) : m.multiply(t, m.log(q));
  if (reduction !== "none")
    return writeReduced(m, products(m.element(y), m.element(p)), reduction, count, { sign: -1 });
  return m.negate(m.sum(products(y, p), [-1]));
}

/** The weight of a row's class, or of each class with its share. */
export function writeWeight(m: LatexAlgebra, y: Expression, target: ClassTarget): Expression {
  const w = m.sign("w", "w");
  return target === "index" ? m.index(w, y) : m.multiply(w, y);
}

/** The row that is 1 in the place of class y, else 0. */
export function writeOneHot(m: LatexAlgebra, y: Expression): Expression {
  return m.index(m.sign("\\mathbf{1}", "1"), y);
}

/** How many rows of classes there are. */
export function countExamples(m: LatexAlgebra, scores: Expression): Expression {
  return m.count(scores, scores.shape === undefined ? "all" : scores.shape.slice(1).map((_, axis) => axis));
}
