import { apply, defineOp, type Value } from "@chainrule/core";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { sigmoid } from "../elementwise/sigmoid.js";

export const logSigmoidOp = defineOp({
  name: "logSigmoid",
  doc: {
    summary: "logarithm of the logistic function, -ln(1 + e⁻ˣ)",
    source: "Goodfellow et al., Deep Learning, 2016, §3.10",
    names: { keras: "keras.activations.log_sigmoid", torch: "torch.nn.functional.logsigmoid" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.subtract(m.minimum(x, 0), m.log1p(m.exp(m.negate(m.abs(x))))),
  latex: (m, { x }) => m.log(m.sigmoid(x)),
  vjp: { x: (g, { x }) => multiply(g, sigmoid(negate(x))) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-20, 20] } },
    { inputs: { x: [] }, domain: { x: [-6, 6] } },
  ],
});

/**
 * Logarithm of the logistic function, ln σ(x) = -ln(1 + e⁻ˣ), element by element.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @returns y ≤ 0, the shape of x; x itself far below 0, where σ(x) would be 0
 * @see Goodfellow et al., Deep Learning, 2016, §3.10
 */
export function logSigmoid(x: Value): Value {
  return apply(logSigmoidOp, { x });
}
