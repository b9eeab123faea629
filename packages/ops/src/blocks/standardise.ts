import { defineBlock } from "@chainrule/core";

/**
 * Brings each column to mean 0 and deviation 1, by statistics of the training rows: (x - mean) / deviation.
 *
 * x is [N, n]; `mean` and `deviation` are buffers [n], fitted once before training and saved with the weights,
 * so that predictions, pictures and exports carry them.
 */
export const standardiseBlock = defineBlock({
  name: "standardise",
  doc: { summary: "(x - mean) / deviation, column by column, fitted to the training rows" },
  body: () => ({
    inputs: { x: { shape: ["N", "n"] } },
    buffers: { mean: { shape: ["n"], fit: "mean" }, deviation: { shape: ["n"], fit: "deviation" } },
    nodes: {
      centred: { op: "subtract", in: ["x", "mean"] },
      scaled: { op: "divide", in: ["centred", "deviation"] },
    },
    output: "scaled",
  }),
});
