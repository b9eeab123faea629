import { defineInitialiser, fans } from "@chainrule/core";
import { distributionAttribute, withStandardDeviation } from "./withStandardDeviation.js";

/**
 * Variance 2 / (fan in + fan out): keeps the scale of activations and of gradients from layer to layer, for
 * activations of slope 1 at 0 (tanh). Uniform by default.
 * @see Glorot and Bengio, AISTATS 2010, equation 16
 */
export const glorotInitialiser = defineInitialiser({
  name: "glorot",
  doc: {
    summary: "mean 0, variance 2 / (fan in + fan out): for tanh and linear layers",
    source: "Glorot and Bengio, AISTATS 2010, equation 16",
  },
  attributes: { distribution: distributionAttribute("uniform") },
  fill(shape, draws, { distribution }) {
    const { fanIn, fanOut } = fans(shape);
    return withStandardDeviation(Math.sqrt(2 / (fanIn + fanOut)), distribution, draws);
  },
});
