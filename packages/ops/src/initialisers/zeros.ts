import { defineInitialiser } from "@chainrule/core";

/** Every element 0: customary for biases. Equal weights keep hidden units equal for ever. */
export const zerosInitialiser = defineInitialiser({
  name: "zeros",
  doc: { summary: "every element 0" },
  fill: () => () => 0,
});
