import { attribute, type Dim, type Need, normalizeAxis, type Shape } from "@chainrule/core";

/** Axes as a graph states them: distinct, negative ones counted from the end, or all there are. */
export type Axes = readonly number[] | "all";

/** What the calls of reductions take. */
export interface ReductionOptions {
  /** Axes to reduce; default: all. `[]` reduces none. */
  readonly axes?: Axes;
  /** Keep the reduced axes, with size 1; default: false. */
  readonly keepDims?: boolean;
}

export const axesAttribute = attribute.axesOr("all", {
  doc: 'axes to reduce, negative ones counted from the end; "all" gives a scalar',
  default: "all",
});

export const keepDimsAttribute = attribute.boolean({
  doc: "keep the reduced axes, with size 1",
  default: false,
});

/** The axes counted from the front, in order. One out of range stays as it is, for {@link reducedShape} to refuse. */
export function frontAxes(axes: Axes, rank: number): number[] {
  if (axes === "all") return Array.from({ length: rank }, (_, axis) => axis);
  return axes.map((axis) => normalizeAxis(axis, rank) ?? axis).sort((a, b) => a - b);
}

/** The axes that a reduction leaves. */
export function keptAxes(axes: Axes, rank: number): number[] {
  const reduced = new Set(frontAxes(axes, rank));
  return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !reduced.has(axis));
}

/** The shape that a reduction leaves. */
export function reducedShape(shape: Shape, axes: Axes, keepDims: boolean, need: Need): Shape {
  const reduced = new Set(frontAxes(axes, shape.length));
  const inRange = [...reduced].every((axis) => normalizeAxis(axis, shape.length) !== undefined);
  need(
    inRange && (axes === "all" || reduced.size === axes.length),
    `distinct axes of x, each from ${-shape.length} to ${shape.length - 1}`,
  );
  return keepDims ? withOnes(shape, reduced) : shape.filter((_, axis) => !reduced.has(axis));
}

/** The shape with size 1 in the place of the chosen axes. */
export function withOnes(shape: Shape, axes: ReadonlySet<number>): Dim[] {
  return shape.map((dim, axis) => (axes.has(axis) ? 1 : dim));
}
