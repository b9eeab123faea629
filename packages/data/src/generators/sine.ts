import { attribute } from "@chainrule/core";
import { defineGenerator } from "../generator.js";

/**
 * A sine wave to be fitted: y = sin x + noise, x on [0, 2π], evenly spaced with both ends or drawn uniformly.
 *
 * Columns: `x` and `y`, one number each. Of drawn rows, more of them keep the first ones; evenly spaced ones move.
 */
export const sineGenerator = defineGenerator({
  name: "sine",
  doc: { summary: "a sine wave over one period, for regression" },
  attributes: {
    count: attribute.integer({ doc: "how many rows", min: 1, default: 100 }),
    spacing: attribute.choice(["even", "uniform"], {
      doc: "even: equal steps from 0 to 2π, both included; uniform: drawn from [0, 2π)",
      default: "even",
    }),
    noise: attribute.number({
      doc: "standard deviation of the gaussian noise that is added to y",
      min: 0,
      default: 0.1,
    }),
  },
  size: "count",
  make: ({ count, spacing, noise }, draws) => ({
    rows: count,
    columns: { x: { width: 1 }, y: { width: 1 } },
    row(row) {
      const part = spacing === "uniform" ? draws.uniform(row, 0) : row / Math.max(1, count - 1);
      const x = 2 * Math.PI * part;
      return { x: [x], y: [Math.sin(x) + noise * draws.normal(row, 1)] };
    },
  }),
});
