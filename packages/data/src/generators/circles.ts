import { attribute } from "@chainrule/core";
import { defineGenerator } from "../generator.js";
import { noiseAttribute, perClassAttribute } from "./attributes.js";
import { noisy } from "./noisy.js";

/**
 * A circle within a circle. With θ evenly spaced on [0, 2π), class 0 is (cos θ, sin θ) and class 1 is
 * factor · (cos θ, sin θ); noise is added to both coordinates. Without noise x lies in [-1, 1]².
 *
 * Columns: `x` [rows, 2], `y` of 2 classes; 2 · perClass rows, the classes in turn. Other `perClass`, other angles.
 * @see Pedregosa et al., JMLR 12 (2011): scikit-learn's make_circles
 */
export const circlesGenerator = defineGenerator({
  name: "circles",
  doc: {
    summary: "a circle within a circle",
    source: "scikit-learn's make_circles; Pedregosa et al., JMLR 12 (2011)",
  },
  attributes: {
    perClass: perClassAttribute,
    factor: attribute.number({
      doc: "radius of the inner circle; that of the outer one is 1",
      min: 0,
      below: 1,
      default: 0.5,
    }),
    noise: noiseAttribute(0.05),
  },
  size: "perClass",
  make: ({ perClass, factor, noise }, draws) => ({
    rows: 2 * perClass,
    columns: { x: { width: 2 }, y: { classes: 2 } },
    row(row) {
      const circle = row % 2;
      const angle = (2 * Math.PI * Math.floor(row / 2)) / perClass;
      const radius = circle === 0 ? 1 : factor;
      const point = [radius * Math.cos(angle), radius * Math.sin(angle)];
      return { x: noisy(point, noise, draws, { row }), y: [circle] };
    },
  }),
});
