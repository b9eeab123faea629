import { attribute, defineInitialiser } from "@chainrule/core";

/** Normal with a mean (default 0) and a standard deviation. */
export const normalInitialiser = defineInitialiser({
  name: "normal",
  doc: { summary: "normal with mean and standard deviation" },
  attributes: {
    mean: attribute.number({ doc: "mean", default: 0 }),
    std: attribute.number({ doc: "standard deviation", min: 0 }),
  },
  fill:
    (_shape, draws, { mean, std }) =>
    (element) =>
      mean + std * draws.normal(0, element),
});
