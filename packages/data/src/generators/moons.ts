import { defineGenerator } from "../generator.js";
import { noiseAttribute, perClassAttribute } from "./attributes.js";
import { noisy } from "./noisy.js";

/**
 * Two half circles that reach into each other. With θ evenly spaced on [0, π], ends included, class 0 is
 * (cos θ, sin θ) and class 1 is (1 - cos θ, 1/2 - sin θ); noise is added to both coordinates. Without noise
 * x lies in [-1, 2] × [-1/2, 1].
 *
 * Columns: `x` [rows, 2], `y` of 2 classes; 2 · perClass rows, the classes in turn. Other `perClass`, other angles.
 * @see Pedregosa et al., JMLR 12 (2011): scikit-learn's make_moons
 */
export const moonsGenerator = defineGenerator({
  name: "moons",
  doc: {
    summary: "two half circles that reach into each other",
    source: "scikit-learn's make_moons; Pedregosa et al., JMLR 12 (2011)",
  },
  attributes: { perClass: perClassAttribute, noise: noiseAttribute(0.1) },
  size: "perClass",
  make: ({ perClass, noise }, draws) => ({
    rows: 2 * perClass,
    columns: { x: { width: 2 }, y: { classes: 2 } },
    row(row) {
      const moon = row % 2;
      const angle = (Math.PI * Math.floor(row / 2)) / Math.max(1, perClass - 1);
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const point = moon === 0 ? [cos, sin] : [1 - cos, 0.5 - sin];
      return { x: noisy(point, noise, draws, { row }), y: [moon] };
    },
  }),
});
