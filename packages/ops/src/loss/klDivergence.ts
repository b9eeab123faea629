import { apply, attribute, defineOp, sameShape, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { divide } from "../elementwise/divide.js";
import { equal } from "../elementwise/equal.js";
import { less } from "../elementwise/less.js";
import { log } from "../elementwise/log.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { select } from "../elementwise/select.js";
import { subtract } from "../elementwise/subtract.js";
import { sum } from "../reduce/sum.js";
import { lossShape, reduceLosses, type Reduction, reductionAttribute, writeLosses } from "./reduction.js";
import { pullBackRows, rowsOf } from "./rows.js";
import { countExamples, perElement, writeReduced } from "./written.js";

/** Whether p is 0, or so little that an engine's logarithm takes it for 0: of all other numbers it is above -800. */
function isNothing(p: Value): Value {
  return less(log(p), -800);
}

/** ln p - ln q, and 0 where p is 0. */
function logRatio(p: Value, q: Value, isLogQ: boolean): Value {
  const isZero = isNothing(p);
  const logQ = isLogQ ? select(isZero, 0, q) : log(select(isZero, 1, q));
  return subtract(log(select(isZero, 1, p)), logQ);
}

export const klDivergenceOp = defineOp({
  name: "klDivergence",
  doc: {
    summary: "Kullback-Leibler divergence Σ p ln(p/q) of probabilities q from p",
    source: "Kullback and Leibler, Ann. Math. Stat. 22 (1951) 79",
    names: { keras: "keras.losses.KLDivergence", torch: "torch.nn.functional.kl_div" },
  },
  inputs: ["p", "q"],
  attributes: {
    logQ: attribute.boolean({
      doc: "whether q is given as its logarithm, as logSoftmax does",
      default: false,
    }),
    reduction: reductionAttribute,
  },
  shape({ p, q }, { reduction }, need) {
    need(p.length >= 1, "p [examples, classes]");
    need(sameShape(p, q), "p = q, without broadcasting");
    return lossShape(p.slice(0, -1), reduction);
  },
  decompose: ({ p, q }, { logQ, reduction }) =>
    reduceLosses(sum(multiply(p, logRatio(p, q, logQ)), { axes: [-1] }), reduction),
  kernel({ p, q }, output, { logQ, reduction }) {
    const { rows, classes } = rowsOf(p);
    writeLosses(output, reduction, rows, (i) => {
      let loss = 0;
      for (let k = i * classes; k < (i + 1) * classes; k++) {
        if (p.data[k] === 0) continue;
        loss += p.data[k]! * (Math.log(p.data[k]!) - (logQ ? q.data[k]! : Math.log(q.data[k]!)));
      }
      return loss;
    });
  },
  vjp: {
    p(g, { p, q }, { attributes: { logQ, reduction } }) {
      const slope = select(isNothing(p), 0, add(logRatio(p, q, logQ), 1));
      return pullBackRows(g, slope, reduction);
    },
    q(g, { p, q }, { attributes: { logQ, reduction } }) {
      const slope = logQ ? p : divide(p, select(equal(p, 0), 1, q));
      return pullBackRows(g, negate(slope), reduction);
    },
  },
  samples: [
    {
      inputs: { p: ["N", 3], q: ["N", 3] },
      attributes: { logQ: false, reduction: "mean" },
      domain: { p: [0.3, 0.7], q: [0.3, 0.7] },
    },
    {
      inputs: { p: [2, "N", 2], q: [2, "N", 2] },
      attributes: { logQ: true, reduction: "none" },
      domain: { p: [0.3, 0.7], q: [0.1, 0.8] },
    },
    {
      inputs: { p: [3], q: [3] },
      attributes: { logQ: false, reduction: "sum" },
      domain: { p: [0.1, 0.2], q: [0.8, 0.9] },
    },
    // Classes that cannot be, and were not thought to be.
    {
      inputs: { p: ["N", 2], q: ["N", 2] },
      attributes: { logQ: false, reduction: "sum" },
      domain: { p: [0, 0], q: [0, 0] },
      fixed: ["p"],
    },
  ],
  latex(m, { p, q }, { logQ, reduction }) {
    const [a, b] = [perElement(m, p, reduction), perElement(m, q, reduction)];
    const ratio = logQ ? m.subtract(m.log(a), b) : m.log(m.divide(a, b));
    const products = m.multiply(a, ratio);
    return reduction === "none"
      ? m.sum(products, [-1])
      : writeReduced(m, products, reduction, countExamples(m, p));
  },
});

/**
 * Kullback-Leibler divergence KL(p‖q) = Σ p ln(p/q), one loss an example: how much the cross entropy of q under p is
 * above the entropy of p. A class with p = 0 costs 0, whatever its q; one with q = 0 where p is not costs Infinity. The
 * derivative by q is -p/q (with `logQ`, -p), by p it is ln(p/q) + 1, and 0 where p is 0.
 *
 * Of rows that add up to 1 it is ≥ 0, up to rounding: each term is within a few units in the last place of
 * p (|ln p| + |ln q|), so of rows that are nearly the same the small difference of their terms is only absolutely so.
 * @param p float32 or float64, probabilities [examples, classes] or any shape that ends in classes: what should be
 * @param q of exactly that shape: probabilities, or with `logQ` their logarithms; what is
 * @param options `reduction`, always stated; "mean" is over examples. `logQ`: default false
 * @returns a scalar, or with reduction "none" one loss an example
 * @throws {Refusal} shape-mismatch
 * @see Kullback and Leibler, Ann. Math. Stat. 22 (1951) 79
 */
export function klDivergence(
  p: Value,
  q: Value,
  options: { readonly reduction: Reduction; readonly logQ?: boolean },
): Value {
  return apply(klDivergenceOp, { p, q }, options);
}
