import { elementCount, type StaticShape, stridesOf } from "@chainrule/core";

/** Some axes of a row-major tensor: what a kernel loops over. */
export interface Layout {
  readonly shape: StaticShape;
  /** Elements of memory from one index to the next, by axis; 0 where one element is repeated. */
  readonly strides: readonly number[];
  readonly count: number;
}

/** The chosen axes of a tensor, in the order given. */
export function layoutOf(shape: StaticShape, axes: readonly number[]): Layout {
  const strides = stridesOf(shape);
  const chosen = axes.map((axis) => shape[axis]!);
  return { shape: chosen, strides: axes.map((axis) => strides[axis]!), count: elementCount(chosen) };
}

/** Where in memory the layout's element with this row-major index lies. */
export function offsetOf({ shape, strides }: Layout, index: number): number {
  let offset = 0;
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    offset += (rest % size) * strides[axis]!;
    rest = Math.floor(rest / size);
  }
  return offset;
}

/** A tensor read as one of a shape that it broadcasts to: it is repeated along new axes and along those of size 1. */
export function spreadLayout(from: StaticShape, to: StaticShape): Layout {
  const strides = stridesOf(from);
  const added = to.length - from.length;
  return {
    shape: to,
    strides: to.map((_, axis) => (axis < added || from[axis - added] === 1 ? 0 : strides[axis - added]!)),
    count: elementCount(to),
  };
}

/** Visits the lines along one axis: their elements lie at `start`, `start + step`, …, before `end`. */
export function forEachLine(
  shape: StaticShape,
  axis: number,
  visit: (start: number, end: number, step: number) => void,
): void {
  const front = axis < 0 ? axis + shape.length : axis;
  const step = elementCount(shape.slice(front + 1));
  const block = shape[front]! * step;
  const outer = elementCount(shape.slice(0, front));
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < step; j++) visit(i * block + j, (i + 1) * block, step);
  }
}
