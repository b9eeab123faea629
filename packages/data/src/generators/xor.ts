import { truthTable } from "./truthTable.js";

/**
 * Exclusive or: y = 1 where exactly one of the two coordinates is 1. No line parts the classes.
 * Columns: `x` [rows, 2], `y` of 2 classes; 4 · copies rows.
 * @see Minsky, Papert, "Perceptrons", MIT Press 1969
 */
export const xorGenerator = truthTable({
  name: "xor",
  summary: "exclusive or of two coordinates, which no line parts",
  source: "Minsky, Papert, Perceptrons, 1969",
  truth: [0, 1, 1, 0],
});
