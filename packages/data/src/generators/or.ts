import { truthTable } from "./truthTable.js";

/**
 * Disjunction: y = 1 where one of the coordinates is 1, or both. Columns: `x` [rows, 2], `y` of 2 classes;
 * 4 · copies rows.
 */
export const orGenerator = truthTable({
  name: "or",
  summary: "disjunction of two coordinates",
  truth: [0, 1, 1, 1],
});
