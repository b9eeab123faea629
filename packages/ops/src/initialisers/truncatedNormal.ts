import { attribute, defineInitialiser } from "@chainrule/core";

/** Draws farther than this many `std` from the mean are drawn again. */
const bound = 2;

/**
 * Normal, but nothing farther than 2·std from the mean: a draw that is farther is made again, as the n-th attempt of
 * its element, so an element's number depends on no other's. `std` is that of the normal before it is cut, as in
 * Keras and JAX; what is left has the standard deviation 0.8796·std.
 * @see Johnson, Kotz, Balakrishnan, "Continuous univariate distributions" 1, 2nd ed., Wiley 1994, §13.10.1
 */
export const truncatedNormalInitialiser = defineInitialiser({
  name: "truncatedNormal",
  doc: { summary: "normal within ±2·std of its mean, draws beyond made again; std is that before it is cut" },
  attributes: {
    mean: attribute.number({ doc: "mean", default: 0 }),
    std: attribute.number({
      doc: "standard deviation before the cut; what is left has 0.8796 of it",
      min: 0,
    }),
  },
  fill:
    (_shape, draws, { mean, std }) =>
    (element) => {
      for (let attempt = 0; ; attempt++) {
        const z = draws.normal(attempt, element);
        if (Math.abs(z) <= bound) return mean + std * z;
      }
    },
});
