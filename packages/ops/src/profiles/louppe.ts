import { defineProfile } from "@chainrule/core";
import {
  biasFills,
  binaryCrossEntropyFills,
  crossEntropyFills,
  squaredErrorFills,
  together,
} from "./fills.js";

/**
 * Losses are means over the data (the lecture's logistic regression alone adds them up), classes are one-hot, leaky
 * units multiply by 0.1, and the regulariser is a norm that is not squared: of a matrix, Frobenius'. Layers are columns,
 * Wᵀx + b, and so is what comes back to them.
 */
export const louppeProfile = defineProfile({
  name: "louppe",
  doc: {
    summary: "Wᵀx + b, losses are means, norms are not squared, γ and ℓ",
    source: "Louppe, Deep Learning, lecture 2: Multi-layer perceptron",
  },
  fills: together(
    squaredErrorFills(1, "mean"),
    binaryCrossEntropyFills("mean"),
    crossEntropyFills("oneHot", "mean"),
    biasFills({ hidden: true, output: true }),
    { leakyRelu: { alpha: 0.1, form: "multiply" }, norm: { ord: "fro" } },
  ),
  notation: { weights: "Wᵀ x", layers: "W_1", delta: "column", rate: "γ", loss: "ℓ" },
  gradient: "parameters",
});
