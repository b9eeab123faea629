import type { Shape, Value } from "@chainrule/core";
import { reshape } from "../movement/reshape.js";
import { type Axes, frontAxes, withOnes } from "./axes.js";

/**
 * A reduction's result (or its cotangent) in a shape that broadcasts against what was reduced: where axes
 * before a kept one are gone, they come back with size 1.
 * @param shape of what was reduced
 */
export function align(value: Value, shape: Shape, axes: Axes): Value {
  const reduced = frontAxes(axes, shape.length);
  const isKept = value.shape.length === shape.length;
  const isLeading = reduced.every((axis, i) => axis === i);
  return isKept || isLeading ? value : reshape(value, withOnes(shape, new Set(reduced)));
}
