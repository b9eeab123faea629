import { attribute } from "@chainrule/core";
import { defineGenerator } from "../generator.js";
import { noiseAttribute, perClassAttribute } from "./attributes.js";
import { noisy } from "./noisy.js";

/**
 * Spiral arms, one for each class. Point j = 1 … perClass of arm k has t = j / perClass, radius t and angle
 * 2π (turns · t + k / classes); noise is added to both coordinates. No point lies at the centre, where the arms
 * would meet. Without noise x lies in the unit disc; two neighbouring arms are 1 / (turns · classes) apart along
 * a ray.
 *
 * Columns: `x` [rows, 2], `y`; classes · perClass rows, the classes in turn. Other `perClass`, other t.
 * @see Karpathy, "CS231n: Convolutional Neural Networks for Visual Recognition", Stanford 2015, the case study of
 *   three arms
 */
export const spiralGenerator = defineGenerator({
  name: "spiral",
  doc: {
    summary: "spiral arms, one for each class",
    source: "Karpathy, CS231n, Stanford 2015",
  },
  attributes: {
    classes: attribute.integer({ doc: "how many arms", min: 1, default: 3 }),
    perClass: perClassAttribute,
    turns: attribute.number({ doc: "how often an arm winds around the centre", default: 0.75 }),
    noise: noiseAttribute(0.05),
  },
  size: "perClass",
  make: ({ classes, perClass, turns, noise }, draws) => ({
    rows: classes * perClass,
    columns: { x: { width: 2 }, y: { classes } },
    row(row) {
      const arm = row % classes;
      const t = (Math.floor(row / classes) + 1) / perClass;
      const angle = 2 * Math.PI * (turns * t + arm / classes);
      const point = [t * Math.cos(angle), t * Math.sin(angle)];
      return { x: noisy(point, noise, draws, { row }), y: [arm] };
    },
  }),
});
