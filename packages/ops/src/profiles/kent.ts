import { defineProfile } from "@chainrule/core";
import {
  biasFills,
  binaryCrossEntropyFills,
  crossEntropyFills,
  squaredErrorFills,
  together,
} from "./fills.js";

/**
 * Losses are stated for one example, ½‖h − y‖² with its factor, and so are added up over a batch; classes are told by
 * number; W a + b with examples as columns, and δ a column as they are. A leaky unit multiplies, by a slope that the
 * lecture leaves open.
 */
export const kentProfile = defineProfile({
  name: "kent",
  doc: {
    summary: "W a + b with examples as columns, ½‖h − y‖², losses of single examples added up, α and J",
    source: "Kent, Introduction to Deep Learning",
  },
  fills: together(
    squaredErrorFills(0.5, "sum"),
    binaryCrossEntropyFills("sum"),
    crossEntropyFills("index", "sum"),
    biasFills({ hidden: true, output: true }),
    { leakyRelu: { form: "multiply" } },
  ),
  notation: { weights: "W a", layers: "W^[1]", delta: "column", rate: "α", loss: "J" },
  gradient: "parameters",
});
