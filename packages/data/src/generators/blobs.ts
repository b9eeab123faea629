import { attribute, Refusal } from "@chainrule/core";
import { defineGenerator } from "../generator.js";
import { noiseAttribute, optional, perClassAttribute, pointsAttribute } from "./attributes.js";
import { noisy } from "./noisy.js";

/**
 * Round clouds, one for each class: x = centre + noise · z, z standard normal in each coordinate. The centres are
 * given, in any number of dimensions, or evenly spaced on a circle in the plane: radius · (cos 2πk/classes,
 * sin 2πk/classes), k = 0 … classes - 1.
 *
 * Columns: `x` [rows, dimensions], `y`; classes · perClass rows, the classes in turn. More rows keep the first ones.
 */
export const blobsGenerator = defineGenerator({
  name: "blobs",
  doc: { summary: "round clouds of points, one for each class" },
  attributes: {
    centres: optional(pointsAttribute("a centre for each class; left out, they lie on a circle")),
    classes: optional(
      attribute.integer({ doc: "how many clouds; left out, one for each centre, else 3", min: 1 }),
    ),
    radius: optional(
      attribute.number({ doc: "radius of the circle that centres lie on; left out, 1", min: 0 }),
    ),
    perClass: perClassAttribute,
    noise: noiseAttribute(0.2),
  },
  size: "perClass",
  make({ centres, classes, radius, perClass, noise }, draws) {
    if (centres !== null) refuseConflicts(centres.length, classes, radius);
    const count = centres?.length ?? classes ?? 3;
    const centreOf = (k: number): readonly number[] => centres?.[k] ?? onCircle(k / count, radius ?? 1);
    return {
      rows: count * perClass,
      columns: { x: { width: centreOf(0).length }, y: { classes: count } },
      row(row) {
        const cloud = row % count;
        return { x: noisy(centreOf(cloud), noise, draws, { row }), y: [cloud] };
      },
    };
  },
});

function onCircle(part: number, radius: number): number[] {
  const angle = 2 * Math.PI * part;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

function refuseConflicts(centres: number, classes: number | null, radius: number | null): void {
  if (classes !== null && classes !== centres) {
    throw new Refusal({
      code: "bad-attribute",
      path: ["classes"],
      got: `"classes": ${classes} beside ${centres} ${centres === 1 ? "centre" : "centres"}`,
      need: "as many classes as centres",
      try: `"classes": ${centres}`,
    });
  }
  if (radius === null) return;
  throw new Refusal({
    code: "bad-attribute",
    path: ["radius"],
    got: "radius beside centres",
    need: "either centres, or the radius of the circle that they lie on",
    try: 'leave out "radius"',
  });
}
