import { type Algebra, apply, defineOp, sameShape, scalarShape, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { divide } from "../elementwise/divide.js";
import { multiply } from "../elementwise/multiply.js";
import { square } from "../elementwise/square.js";
import { subtract } from "../elementwise/subtract.js";
import { mean } from "../reduce/mean.js";
import { max } from "../reduce/max.js";
import { sum } from "../reduce/sum.js";
import { total } from "../total.js";

/** What the targets are less their mean. Their greatest is taken off first, so that equal ones come to exactly 0. */
function centred(target: Value): Value {
  const shifted = subtract(target, max(target));
  return subtract(shifted, mean(shifted));
}

export const r2Op = defineOp({
  name: "r2",
  doc: {
    summary:
      "coefficient of determination: 1 less the errors' squares over the squares about the targets' mean",
    source: "Wright, J. Agric. Res. 20 (1921) 557",
    names: { keras: "keras.metrics.R2Score" },
  },
  inputs: ["prediction", "target"],
  shape({ prediction, target }, _, need) {
    need(sameShape(prediction, target), "prediction = target, without broadcasting");
    return scalarShape;
  },
  multiplyAdds: ({ target }) => target,
  element: (m, { prediction, target }) => r2Of(m, prediction.data, target.data),
  kernel({ prediction, target }, output) {
    const count = target.data.length;
    const first = count === 0 ? 0 : target.data[0]!;
    let shift = 0;
    for (let i = 0; i < count; i++) shift += target.data[i]! - first;
    let [errors, spread] = [0, 0];
    for (let i = 0; i < count; i++) {
      const [error, about] = [target.data[i]! - prediction.data[i]!, target.data[i]! - first - shift / count];
      errors += error * error;
      spread += about * about;
    }
    output.data[0] = 1 - errors / spread;
  },
  // No mean and no sum of those of batches: each has a mean of the targets of its own.
  combines: "none",
  vjp: {
    prediction(g, { prediction, target }) {
      const spread = sum(square(centred(target)));
      return multiply(g, divide(multiply(2, subtract(target, prediction)), spread));
    },
    target(g, { prediction, target }, { output }) {
      const about = centred(target);
      const slope = add(subtract(prediction, target), multiply(subtract(1, output), about));
      return multiply(g, divide(multiply(2, slope), sum(square(about))));
    },
  },
  samples: [
    { inputs: { prediction: [7], target: [7] }, smooth: ({ target }) => isSpread(target) },
    { inputs: { prediction: [3, 2], target: [3, 2] }, smooth: ({ target }) => isSpread(target) },
    { inputs: { prediction: [2, 1, 2], target: [2, 1, 2] }, smooth: ({ target }) => isSpread(target) },
  ],
  latex(m, { prediction, target }) {
    const [f, y] = [m.element(prediction), m.element(target)];
    const squares = (a: typeof f): typeof f => m.sum(m.power(m.subtract(y, a), 2));
    return m.subtract(1, m.divide(squares(f), squares(m.sign("\\bar{y}", "ȳ"))));
  },
});

function isSpread(target: readonly number[]): boolean {
  const mean = target.reduce((sum, y) => sum + y, 0) / target.length;
  return target.reduce((sum, y) => sum + (y - mean) ** 2, 0) > 1;
}

function r2Of<T, B>(m: Algebra<T, B>, prediction: readonly T[], target: readonly T[]): T {
  const first = target[0] ?? m.number(0);
  const shifted = target.map((y) => m.subtract(y, first));
  const mean = m.divide(total(m, shifted), target.length);
  const sumOfSquares = (items: readonly T[]): T =>
    total(
      m,
      items.map((x) => m.multiply(x, x)),
    );
  const errors = target.map((y, i) => m.subtract(y, prediction[i]!));
  return m.subtract(1, m.divide(sumOfSquares(errors), sumOfSquares(shifted.map((y) => m.subtract(y, mean)))));
}

/**
 * Coefficient of determination: 1 - Σ (target - prediction)² / Σ (target - mean)², over all elements and about their
 * common mean. It is 1 for predictions that are right, 0 for the mean throughout, and below 0 for worse. Targets that
 * are all the same leave nothing to explain: -Infinity, or NaN where the predictions are right too.
 *
 * Batches do not combine: it is exact on one plan over all rows, as that of a split is, and not as a mean over batches.
 * @param prediction float32 or float64, any shape
 * @param target of exactly that shape
 * @returns a scalar ≤ 1; NaN for no elements
 * @throws {Refusal} shape-mismatch
 * @see Wright, J. Agric. Res. 20 (1921) 557
 */
export function r2(prediction: Value, target: Value): Value {
  return apply(r2Op, { prediction, target });
}
