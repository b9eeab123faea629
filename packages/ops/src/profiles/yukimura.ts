import { defineProfile } from "@chainrule/core";
import { biasFills, binaryCrossEntropyFills, squaredErrorFills, together } from "./fills.js";

/**
 * Losses are means over n examples; hidden layers have a bias, outputs have neither bias nor activation. Cross
 * entropies of several classes and leaky units are not in the lecture, and stay to be stated. Layers are W⁽ˡ⁾; δ is a row,
 * which is multiplied by Jacobians from the right.
 */
export const yukimuraProfile = defineProfile({
  name: "yukimura",
  doc: {
    summary: "Wᵀh + b in hidden layers, outputs without bias, losses are means, α and R",
    source: "Yukimura, Neural Networks: Part I",
  },
  fills: together(
    squaredErrorFills(1, "mean"),
    binaryCrossEntropyFills("mean"),
    biasFills({ hidden: true, output: false }),
  ),
  notation: { weights: "Wᵀ x", layers: "W^(1)", delta: "row", rate: "α", loss: "R" },
  gradient: "parameters",
});
