import { attribute, defineInitialiser } from "@chainrule/core";

/** Every element the same `value`. */
export const constantInitialiser = defineInitialiser({
  name: "constant",
  doc: { summary: "every element the same value" },
  attributes: { value: attribute.number({ doc: "the value of every element" }) },
  fill:
    (_shape, _draws, { value }) =>
    () =>
      value,
});
