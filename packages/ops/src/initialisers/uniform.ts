import { attribute, defineInitialiser, Refusal } from "@chainrule/core";

/**
 * Uniform on [min, max).
 * @throws {Refusal} bad-attribute: max below min
 */
export const uniformInitialiser = defineInitialiser({
  name: "uniform",
  doc: { summary: "uniform on [min, max)" },
  attributes: {
    min: attribute.number({ doc: "least value" }),
    max: attribute.number({ doc: "upper bound, not reached" }),
  },
  fill(_shape, draws, { min, max }) {
    if (max < min) {
      throw new Refusal({
        code: "bad-attribute",
        at: "init uniform",
        got: `min ${min}, max ${max}`,
        need: "min ≤ max",
      });
    }
    return (element) => min + (max - min) * draws.uniform(0, element);
  },
});
