import { defineProfile } from "@chainrule/core";
import { biasFills, squaredErrorFills, together } from "./fills.js";

/**
 * Squared errors are means over n, leaky units multiply by 0.1, and gradients are taken by inputs as well as by
 * parameters. Cross entropies are a question in the lecture, and stay to be stated. A layer is written as a row, xᵀw + b,
 * and so is what comes back to it.
 */
export const ewingProfile = defineProfile({
  name: "ewing",
  doc: {
    summary: "xᵀw + b, squared errors are means, gradients by inputs too, α and L",
    source: "Ewing, Deep Learning, day 5: MLPs and Optimization",
  },
  fills: together(squaredErrorFills(1, "mean"), biasFills({ hidden: true, output: true }), {
    leakyRelu: { alpha: 0.1, form: "multiply" },
  }),
  notation: { weights: "xᵀ w", layers: "W_1", delta: "row", rate: "α", loss: "L" },
  gradient: "both",
});
