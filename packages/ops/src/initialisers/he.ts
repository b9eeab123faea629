import { defineInitialiser, fans } from "@chainrule/core";
import { distributionAttribute, withStandardDeviation } from "./withStandardDeviation.js";

/**
 * Variance 2 / fan in: keeps the scale of activations from layer to layer where relu cuts half of them off.
 * Normal by default.
 * @see He et al., ICCV 2015, equation 10
 */
export const heInitialiser = defineInitialiser({
  name: "he",
  doc: {
    summary: "mean 0, variance 2 / fan in: for relu layers",
    source: "He et al., ICCV 2015, equation 10",
  },
  attributes: { distribution: distributionAttribute("normal") },
  fill(shape, draws, { distribution }) {
    return withStandardDeviation(Math.sqrt(2 / fans(shape).fanIn), distribution, draws);
  },
});
