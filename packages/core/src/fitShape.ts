import type { Builder } from "./builder.js";
import { sameShape, type Shape } from "./shape.js";
import type { Value } from "./value.js";

/**
 * Undoes broadcasting: sums a cotangent over the axes that the op stretched, repeats it along those that it
 * reduced. The one place where this happens.
 * @param g a shape that broadcasts to `shape`, or that `shape` broadcasts to
 * @param shape that of the input that g belongs to
 */
export function fitShape(builder: Builder, g: Value, shape: Shape): Value {
  const call = (name: string, x: Value, attributes: Readonly<Record<string, unknown>>): Value =>
    builder.call(builder.registry.get("ops", name), [x], attributes);
  if (sameShape(g.shape, shape)) return g;
  const extra = g.shape.length - shape.length;
  let fitted = extra > 0 ? call("sum", g, { axes: range(extra), keepDims: false }) : g;
  const offset = shape.length - fitted.shape.length;
  const stretched = range(fitted.shape.length).filter(
    (axis) => shape[axis + offset] === 1 && fitted.shape[axis] !== 1,
  );
  if (stretched.length > 0) fitted = call("sum", fitted, { axes: stretched, keepDims: true });
  return sameShape(fitted.shape, shape) ? fitted : call("broadcastTo", fitted, { shape });
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
