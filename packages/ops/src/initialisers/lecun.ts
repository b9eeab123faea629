import { defineInitialiser, fans } from "@chainrule/core";
import { distributionAttribute, withStandardDeviation } from "./withStandardDeviation.js";

/**
 * Variance 1 / fan in: inputs of variance 1 give sums of variance 1. Normal by default, as self-normalising
 * networks (selu) take it.
 * @see LeCun et al., "Efficient BackProp", 1998, §4.6; Klambauer et al., NIPS 2017 (selu)
 */
export const lecunInitialiser = defineInitialiser({
  name: "lecun",
  doc: {
    summary: "mean 0, variance 1 / fan in: for selu, and layers that keep the scale of their inputs",
    source: "LeCun et al., Efficient BackProp, 1998, §4.6",
  },
  attributes: { distribution: distributionAttribute("normal") },
  fill(shape, draws, { distribution }) {
    return withStandardDeviation(Math.sqrt(1 / fans(shape).fanIn), distribution, draws);
  },
});
