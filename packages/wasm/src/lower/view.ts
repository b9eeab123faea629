import { elementCount, type StaticShape, stridesOf } from "@chainrule/core";
import type { Value, View } from "./value.js";

/** The strides of a single number, of which there may be millions. */
const none: readonly number[] = [];

/** All of a value, as it lies. */
export function whole(value: Value): View {
  if (value.shape.length === 0) return { value, shape: value.shape, offset: 0, strides: none };
  return { value, shape: value.shape, offset: 0, strides: stridesOf(value.shape) };
}

/** Whether the view's elements lie one after another from its offset on, in row-major order. */
export function isContiguous({ shape, strides }: View): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    if (strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}

/** The view with axes of size 1 and leading ones repeated, as broadcasting does. */
export function broadcastView(view: View, shape: StaticShape): View {
  if (shape.length === 0) return view;
  const lead = shape.length - view.shape.length;
  const strides = shape.map((_, axis) =>
    axis < lead || view.shape[axis - lead] === 1 ? 0 : view.strides[axis - lead]!,
  );
  return { ...view, shape, strides };
}

/** The view with its axes in another order: axis i of the result is axis order[i]. */
export function transposeView(view: View, order: readonly number[]): View {
  return {
    ...view,
    shape: order.map((axis) => view.shape[axis]!),
    strides: order.map((axis) => view.strides[axis]!),
  };
}

/** The places `from`, `from + step`, … along an axis of the view, `size` of them. */
export function sliceView(
  view: View,
  axis: number,
  { from, size, step }: { readonly from: number; readonly size: number; readonly step: number },
): View {
  return {
    ...view,
    offset: view.offset + from * view.strides[axis]!,
    shape: view.shape.map((dim, i) => (i === axis ? size : dim)),
    strides: view.strides.map((stride, i) => (i === axis ? stride * step : stride)),
  };
}

/**
 * The same elements in another shape.
 * @returns undefined where no strides can say it: the elements must be copied first
 */
export function reshapeView(view: View, shape: StaticShape): View | undefined {
  if (isContiguous(view)) return { ...view, shape, strides: stridesOf(shape) };
  const dims = view.shape.flatMap((dim, axis) => (dim === 1 ? [] : [{ dim, stride: view.strides[axis]! }]));
  if (shape.filter((dim) => dim !== 1).some((dim, i) => dim !== dims[i]?.dim)) return undefined;
  let next = 0;
  const strides = shape.map((dim) => (dim === 1 ? 0 : dims[next++]!.stride));
  return next === dims.length ? { ...view, shape, strides } : undefined;
}

/** The strides along the axes that are longer than 1. */
export function longStrides({ shape, strides }: View): number[] {
  return strides.filter((_, axis) => shape[axis] !== 1);
}

/** The axes that are longer than 1. */
export function longDims(shape: StaticShape): number[] {
  return shape.filter((dim) => dim !== 1);
}

/**
 * The view as a matrix: its last axis, and all before it as one.
 * @returns undefined where no stride can say it
 */
export function rowsView(view: View): View | undefined {
  const { shape, strides } = view;
  const last = shape.length - 1;
  const lead = shape.slice(0, last);
  const [inner, rows] = [shape[last]!, elementCount(lead)];
  const axes = rows === 0 ? [] : lead.flatMap((dim, axis) => (dim === 1 ? [] : [axis]));
  const isEven = axes.every((axis, i) => {
    const next = axes[i + 1];
    return next === undefined || strides[axis] === strides[next]! * shape[next]!;
  });
  const stride = axes.length === 0 ? 0 : strides[axes.at(-1)!]!;
  return isEven ? { ...view, shape: [rows, inner], strides: [stride, strides[last]!] } : undefined;
}
