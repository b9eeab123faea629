import { defineInitialiser } from "@chainrule/core";

/** Every element 1: customary for scales. */
export const onesInitialiser = defineInitialiser({
  name: "ones",
  doc: { summary: "every element 1" },
  fill: () => () => 1,
});
