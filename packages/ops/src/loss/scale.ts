import { attribute } from "@chainrule/core";

/** Always stated: with ½ the derivative is the error itself, without it twice that. */
export const scaleAttribute = attribute.choice([1, 0.5], {
  doc: "factor of each square; 0.5 makes the derivative the plain error",
  convention: true,
});
