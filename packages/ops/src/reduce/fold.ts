import type { Elements, StaticShape, TensorView } from "@chainrule/core";
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

/**
 * Visits, for each index that is kept, the elements that are reduced: they lie at `start` plus each of the `offsets`, in
 * row-major order.
 */
export function forEachFolded(
  shape: StaticShape,
  axes: Axes,
  visit: (start: number, offsets: readonly number[]) => void,
): void {
  const kept = layoutOf(shape, keptAxes(axes, shape.length));
  const reduced = layoutOf(shape, frontAxes(axes, shape.length));
  const offsets = Array.from({ length: reduced.count }, (_, j) => offsetOf(reduced, j));
  for (let i = 0; i < kept.count; i++) visit(offsetOf(kept, i), offsets);
}

/** The elements that are folded into one of the result's, in row-major order. */
export function foldedInto<T>(x: Elements<T>, axes: Axes, at: number): T[] {
  const rank = x.shape.length;
  const start = offsetOf(layoutOf(x.shape, keptAxes(axes, rank)), at);
  const reduced = layoutOf(x.shape, frontAxes(axes, rank));
  return Array.from({ length: reduced.count }, (_, i) => x.data[start + offsetOf(reduced, i)]!);
}

/**
 * Where the elements lie that one element is reduced with, itself among them.
 * @param at the element's row-major index
 * @param isReversed whether they are given last to first
 */
export function placeAmongFolded(
  shape: StaticShape,
  axes: Axes,
  at: number,
  isReversed: boolean,
): { readonly places: readonly number[]; readonly index: number } {
  let places: number[] = [];
  forEachFolded(shape, axes, (start, offsets) => {
    const own = offsets.map((offset) => start + offset);
    if (own.includes(at)) places = isReversed ? own.reverse() : own;
  });
  return { places, index: places.indexOf(at) };
}
