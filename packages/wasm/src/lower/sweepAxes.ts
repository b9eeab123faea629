import { stridesOf } from "@chainrule/core";
import { keptDims, type SweepGroup } from "./group.js";
import { readsOf } from "./item.js";
import type { View } from "./value.js";
import { longStrides } from "./view.js";

/** A run of axes of the space that is looped over as one, and how far a step along it moves. */
export interface Axis {
  readonly size: number;
  /** Which axis of the space its steps are along: the last of the run. */
  readonly last: number;
}

/** The loops of a group: those over what reductions leave, and those along a row. */
export interface SweepAxes {
  readonly kept: readonly Axis[];
  readonly row: readonly Axis[];
}

/** Which axes are looped over as one: those along which every tensor that is read or written lies the same way. */
export function sweepAxes(group: SweepGroup): SweepAxes {
  const { space, reduced } = group;
  const patterns = group.entries.flatMap(({ item, level }) =>
    readsOf(item).map((view) => (level === "full" ? longStrides(view) : spreadStrides(group, view))),
  );
  patterns.push(stridesOf(space));
  if (reduced !== undefined) patterns.push(keptStrides(group));
  const isRow = (axis: number): boolean => reduced === undefined || reduced[axis]!;
  const kept: Axis[] = [];
  const row: Axis[] = [];
  for (let axis = 0; axis < space.length; axis++) {
    const list = isRow(axis) ? row : kept;
    const before = list.at(-1);
    const size = space[axis]!;
    const merges =
      before?.last === axis - 1 && patterns.every((strides) => strides[axis - 1] === strides[axis]! * size);
    if (merges) list[list.length - 1] = { size: before.size * size, last: axis };
    else list.push({ size, last: axis });
  }
  return { kept, row };
}

/** Strides over the space of what has only the chosen axes: its own along these, 0 along the others. */
export function stridesAlong(chosen: readonly boolean[], own: readonly number[]): number[] {
  let next = 0;
  return chosen.map((is) => (is ? own[next++]! : 0));
}

/** The strides over the space of a tensor that has one element for each index that is kept. */
export function keptStrides(group: SweepGroup): number[] {
  return stridesAlong(keptAxes(group), stridesOf(keptDims(group)));
}

/** The strides over the space of a view that a kept item reads: of its own axes, which are those that are kept. */
export function spreadStrides(group: SweepGroup, view: View): number[] {
  return stridesAlong(keptAxes(group), longStrides(view));
}

/** By axis of the space: whether a reduction leaves it. */
function keptAxes({ space, reduced }: SweepGroup): boolean[] {
  return space.map((_, axis) => !reduced?.[axis]);
}
