import { attribute, type Need, normalizeAxis, type Shape } from "@chainrule/core";

export const axisAttribute = attribute.integer({
  doc: "the axis whose elements are weighed against one another; negative ones are counted from the end",
  default: -1,
});

/** Refuses an axis that the shape does not have. */
export function checkAxis(shape: Shape, axis: number, need: Need): Shape {
  need(normalizeAxis(axis, shape.length) !== undefined, `axis ${axis} to be an axis of it`);
  return shape;
}
