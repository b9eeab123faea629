import { defineProfile } from "@chainrule/core";
import {
  biasFills,
  binaryCrossEntropyFills,
  crossEntropyFills,
  otherLossFills,
  squaredErrorFills,
  together,
} from "./fills.js";

/**
 * For everyday work: what PyTorch and Keras mean when nothing is said. Losses are means over examples (of a squared
 * error: over elements), squares have no factor ½, classes are told by number, every unit has a bias.
 */
export const defaultProfile = defineProfile({
  name: "default",
  doc: { summary: "for everyday work: losses are means, every unit has a bias, classes are told by number" },
  fills: together(
    squaredErrorFills(1, "mean"),
    binaryCrossEntropyFills("mean"),
    crossEntropyFills("index", "mean"),
    otherLossFills("mean"),
    biasFills({ hidden: true, output: true }),
    {
      leakyRelu: { alpha: 0.01, form: "multiply" },
      prelu: { form: "multiply" },
      rrelu: { form: "multiply" },
      hardSigmoid: { slope: 1 / 6 },
      norm: { ord: "fro" },
      variance: { correction: 1 },
    },
  ),
  notation: { weights: "X W", layers: "W_1", delta: "row", rate: "η", loss: "L" },
  gradient: "parameters",
});
