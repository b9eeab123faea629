import { truthTable } from "./truthTable.js";

/**
 * Conjunction: y = 1 where both coordinates are 1. Columns: `x` [rows, 2], `y` of 2 classes; 4 · copies rows.
 */
export const andGenerator = truthTable({
  name: "and",
  summary: "conjunction of two coordinates",
  truth: [0, 0, 0, 1],
});
