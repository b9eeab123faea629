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

/** Cross entropy of probabilities: of the class that an index tells, or weighed by the target's. */
export function writeClassLoss(
  m: LatexAlgebra,
  p: Expression,
  y: Expression,
  { target, reduction }: { readonly target: ClassTarget; readonly reduction: Reduction },
): Expression {
  const count = countExamples(m, p);
  if (target === "index") return writeReduced(m, m.log(m.index(p, y)), reduction, count, { sign: -1 });
  const products = m.multiply(m.element(y), m.log(m.element(p)));
  if (reduction !== "none") return writeReduced(m, products, reduction, count, { sign: -1 });
  return m.negate(m.sum(m.multiply(y, m.log(p)), [-1]));
}

/** The row that is 1 in the place of class y, else 0. */
export function writeOneHot(m: LatexAlgebra, y: Expression): Expression {
  return m.index(m.sign("\\mathbf{1}", "1"), y);
}

/** How many rows of classes there are. */
export function countExamples(m: LatexAlgebra, scores: Expression): Expression {
  return m.count(scores, scores.shape === undefined ? "all" : scores.shape.slice(1).map((_, axis) => axis));
}
