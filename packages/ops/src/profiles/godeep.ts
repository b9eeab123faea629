import { defineProfile } from "@chainrule/core";
import {
  biasFills,
  binaryCrossEntropyFills,
  crossEntropyFills,
  squaredErrorFills,
  together,
} from "./fills.js";

/**
 * Squared errors are added up with the factor ½ "for convenience", binary cross entropies are means, that of several
 * classes is of one-hot targets and of one example, so added up; a leaky unit divides (Xu et al., 2015), by a number
 * that stays to be stated.
 */
export const godeepProfile = defineProfile({
  name: "godeep",
  doc: {
    summary: "½ Σ (y − g)², binary cross entropies are means, leaky units divide, E",
    source: "Why go deep: vanishing gradients, activations, losses (lecture)",
  },
  fills: together(
    squaredErrorFills(0.5, "sum"),
    binaryCrossEntropyFills("mean"),
    crossEntropyFills("oneHot", "sum"),
    biasFills({ hidden: true, output: true }),
    { leakyRelu: { form: "divide" }, prelu: { form: "divide" }, rrelu: { form: "divide" } },
  ),
  notation: { weights: "X W", layers: "W_1", delta: "row", rate: "η", loss: "E" },
  gradient: "parameters",
});
