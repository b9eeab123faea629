import type { Elements, TensorView } from "@chainrule/core";
import { layoutOf, offsetOf } from "../layout.js";
import { type Axes, frontAxes, keptAxes } from "./axes.js";

/**
 * Writes, for each index that is kept, the fold of the elements that are reduced, in row-major order.
 * @param finish what to make of the result, given how many elements went into it
 */
export function fold(
  x: TensorView,
  output: TensorView,
  axes: Axes,
  initial: number,
  combine: (soFar: number, element: number) => number,
  finish: (result: number, count: number) => number = (result) => result,
): void {
  const rank = x.shape.length;
  const kept = layoutOf(x.shape, keptAxes(axes, rank));
  const reduced = layoutOf(x.shape, frontAxes(axes, rank));
  for (let i = 0; i < kept.count; i++) {
    const start = offsetOf(kept, i);
    let result = initial;
    for (let j = 0; j < reduced.count; j++) result = combine(result, x.data[start + offsetOf(reduced, j)]!);
    output.data[i] = finish(result, reduced.count);
  }
}

/** The elements that are folded into one of the result's, in row-major order. */
export function foldedInto<T>(x: Elements<T>, axes: Axes, at: number): T[] {
  const rank = x.shape.length;
  const start = offsetOf(layoutOf(x.shape, keptAxes(axes, rank)), at);
  const reduced = layoutOf(x.shape, frontAxes(axes, rank));
  return Array.from({ length: reduced.count }, (_, i) => x.data[start + offsetOf(reduced, i)]!);
}
