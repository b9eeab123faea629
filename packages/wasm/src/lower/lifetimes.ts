import { elementCount, type Program } from "@chainrule/core";
import type { Lifetime } from "./arena.js";
import { type Group, itemsIn } from "./group.js";
import type { Groups } from "./groups.js";
import { readsOf } from "./item.js";
import type { Items } from "./items.js";
import type { ProductPlan } from "./productPlan.js";
import type { SweepPlan } from "./sweepPlan.js";
import type { Buffer, Value, View } from "./value.js";
import { isContiguous } from "./view.js";

/** When each buffer of a plan's own region is in use, counted in groups. */
export interface Lifetimes {
  readonly all: readonly Lifetime[];
  /** How many groups there are: what lives to the end lives until then. */
  readonly end: number;
}

/** Inputs, constants and what is read afterwards live always, the rest from its group to its last reader's. */
export function lifetimesOf(
  program: Program,
  { readable, sources }: Items,
  { all: groups }: Groups,
  plans: readonly (SweepPlan | ProductPlan | undefined)[],
): Lifetimes {
  const end = groups.length;
  const spans = new Map<Buffer, { first: number; last: number; value: Value }>();
  const use = (value: Value, at: number): void => {
    const { buffer } = value;
    if (buffer === undefined || buffer.at !== -1) return;
    const span = spans.get(buffer);
    if (span === undefined) spans.set(buffer, { first: at, last: at, value });
    else {
      span.first = Math.min(span.first, at);
      span.last = Math.max(span.last, at);
    }
  };
  const always = (value: Value): void => {
    use(value, Math.max(0, value.group));
    use(value, end);
  };
  for (const { value } of sources) {
    use(value, -1);
    use(value, end);
  }
  groups.forEach((group, index) => {
    for (const item of itemsIn(group)) {
      use(item.to, index);
      for (const { value } of readsOf(item)) use(value, index);
    }
  });
  for (const id of program.kept) always(readable[program.positions.get(id)!]!.value);
  const lifetimes: Lifetime[] = [...spans].map(([buffer, { first, last, value }]) => ({
    buffer,
    first,
    last,
    ...inPlace(value, first),
  }));
  plans.forEach((plan, index) => {
    for (const buffer of scratchOf(plan)) lifetimes.push({ buffer, first: index, last: index });
  });
  return { all: lifetimes, end };

  /** A tensor that is read for the last time where this one is made, element by element in the same order. */
  function inPlace(value: Value, first: number): { inPlaceOf: Buffer } | undefined {
    const group = groups[first];
    if (group?.kind !== "sweep" || group.reduced !== undefined) return undefined;
    const reads = group.entries.flatMap(({ item }) => readsOf(item));
    const dying = reads.find((view) => {
      const span = view.value.buffer && spans.get(view.value.buffer);
      return (
        span?.last === first &&
        span.first < first &&
        view.value.buffer!.bytes === value.buffer!.bytes &&
        reads.every((other) => other.value !== view.value || isSame(other, value))
      );
    });
    return dying && !isTaken(group, dying.value, value) ? { inPlaceOf: dying.value.buffer! } : undefined;
  }

  /** Whether another result of the group takes the place already: only the first may. */
  function isTaken(group: Group, dying: Value, value: Value): boolean {
    const firstTaker = itemsIn(group).find(
      ({ to }) => to.buffer !== undefined && to.buffer.at < 0 && to.buffer.bytes === dying.buffer!.bytes,
    );
    return firstTaker?.to !== value;
  }
}

function isSame(view: View, value: Value): boolean {
  return (
    view.offset === 0 &&
    isContiguous(view) &&
    elementCount(view.shape) === elementCount(value.shape) &&
    elementCount(view.value.shape) === elementCount(value.shape)
  );
}

function scratchOf(plan: SweepPlan | ProductPlan | undefined): Buffer[] {
  if (plan === undefined) return [];
  if ("rows" in plan) return [...plan.rows.values()];
  return [plan.packedA, plan.packedB].filter((buffer) => buffer !== undefined);
}
