import { multiply } from "@chainrule/ops";
import { type GradientTransformation, perParameter } from "./transform.js";

/** u = lr · d. The last link of every optimiser that follows a schedule. */
export function scaleByLearningRate(): GradientTransformation {
  return perParameter((direction, { learningRate }) => multiply(learningRate(), direction));
}
