import { elementCount, type Phase, phases, type Program } from "@chainrule/core";
import type { Nest, Procedure } from "../ir/program.js";
import { storedBytes } from "../ir/program.js";
import { placeBuffers, space } from "./arena.js";
import { guardNest, type GuardPlan, guardsOf } from "./guards.js";
import { type Group, itemsIn } from "./group.js";
import { type Groups, groupsOf } from "./groups.js";
import { type KernelItem, readsOf } from "./item.js";
import type { Source } from "./itemWriter.js";
import { itemsOf } from "./items.js";
import { lifetimesOf } from "./lifetimes.js";
import { productNest } from "./product.js";
import { productPlan, type ProductPlan } from "./productPlan.js";
import { poisonNest } from "./poison.js";
import type { Stores } from "./stores.js";
import { tapeFrom } from "../tape/writeTape.js";
import { sweepNest } from "./sweep.js";
import { type SweepPlan, sweepPlan } from "./sweepPlan.js";
import { type Data, Tapes } from "./tapes.js";
import { planUpdates } from "./updates.js";
import { type Buffer, storedAs, type Value, type View } from "./value.js";

/** Where a plan's memory is: the state's tensors, and room for the rest. */
export interface Site {
  /** The buffer of a parameter, buffer or slot, placed; with a gap behind it where it was not placed before. */
  stateBuffer(id: string, gap?: number): Buffer;
  /** Room for so many bytes. @returns where it begins */
  allocate(bytes: number): number;
}

/** A program as procedures, and what is needed to run them. */
export interface Lowered {
  readonly procedures: readonly Procedure[];
  readonly kernels: readonly KernelItem[];
  /** What each node came to, by position. */
  readonly views: readonly View[];
  readonly sources: readonly Source[];
  /** What is to be written to the memory once. */
  readonly data: readonly Data[];
  /** All that was allocated for the plan. */
  readonly region: { readonly at: number; readonly bytes: number };
  /** For tests: undefined where nothing is guarded. */
  readonly guards?: GuardPlan;
  /** All that was placed, for readers of the IR. */
  readonly buffers: readonly Buffer[];
}

export interface LowerOptions {
  /** For tests: dead memory is filled with NaN, and this many bytes behind each buffer belong to nobody and are guarded. */
  readonly poison?: number;
  /** For tests of what becomes of a faulty one. */
  readonly place?: typeof placeBuffers;
  /** From how many tiny calculations on they run on a tape; default {@link tapeFrom}. */
  readonly tapeFrom?: number;
}

/** Lowers a program: items, groups, memory, loops. */
export function lower(
  program: Program,
  site: Site,
  { poison = 0, place = placeBuffers, tapeFrom: from = tapeFrom }: LowerOptions = {},
): Lowered {
  const items = itemsOf(program);
  const stateBuffer = (id: string): Buffer => site.stateBuffer(id, poison);
  for (const { value, kind } of items.sources) {
    value.buffer = kind === "state" ? stateBuffer(value.name) : bufferOf(value);
  }
  const updates = planUpdates(program, items, { stateBuffer });
  const groups = groupsOf(items.byPhase, from);
  const tapes = new Tapes(groups.all);
  giveBuffers(program, items.readable, groups);
  const stores = updates(groups);
  const plans = groups.all.map(planOf);
  const lifetimes = lifetimesOf(program, items, groups, plans);
  const always = tapes.buffers.map((buffer) => ({ buffer, first: -1, last: lifetimes.end }));
  const placed = [...lifetimes.all, ...always];
  const bytes = place(placed, poison);
  const front = space({ bytes: 0 }, poison);
  const region = { bytes: front + bytes + overrun };
  const at = site.allocate(region.bytes);
  for (const { buffer } of placed) buffer.at += at + front;
  const data = tapes.settle();
  const guards =
    poison > 0
      ? guardsOf(
          {
            lives: placed,
            gap: poison,
            before: { at, bytes: front },
            behind: { at: at + front + bytes, bytes: overrun },
            state: stateIds(program, items.sources).map(stateBuffer),
          },
          groups,
        )
      : undefined;
  const kernels: KernelItem[] = [];
  const calls = groups.all.filter(({ kind }) => kind === "kernel").length;
  const write = (phase: Phase): Procedure => ({
    name: phase,
    nests: groups.all.slice(...groups.ranges[phase]).flatMap((group, i) => {
      const index = groups.ranges[phase][0] + i;
      const nest = nestOf(group, plans[index]!, stores, kernels, tapes);
      if (guards === undefined) return nest;
      return [
        ...guardNest(guards, 2 * index, calls),
        ...nest,
        ...guardNest(guards, 2 * index + 1, calls),
        ...poisonNest(placed, index),
      ];
    }),
  });
  return {
    procedures: phases.map(write),
    kernels,
    views: items.readable,
    sources: items.sources,
    data,
    region: { at, ...region },
    ...(guards && { guards }),
    buffers: placed.map(({ buffer }) => buffer),
  };
}

/** The tensors of the state that a program reads or writes. */
function stateIds(program: Program, sources: readonly Source[]): string[] {
  const read = sources.flatMap(({ value, kind }) => (kind === "state" ? [value.name] : []));
  const written = program.updates.map(({ target }) => target);
  return [...new Set([...read, ...written])];
}

/** Vectors may read, and never write, this far behind the last buffer. */
const overrun = 256;

function titleOf(group: Group): string {
  const items = itemsIn(group);
  return group.kind === "tape" ? `${items.length} on tape` : items.map(({ to }) => to.name).join(", ");
}

/** How a group is computed. */
export type GroupPlan = SweepPlan | ProductPlan | undefined;

function planOf(group: Group): GroupPlan {
  if (group.kind === "sweep") return sweepPlan(group);
  return group.kind === "product" ? productPlan(group.item) : undefined;
}

function nestOf(group: Group, plan: GroupPlan, stores: Stores, kernels: KernelItem[], tapes: Tapes): Nest[] {
  const title = titleOf(group);
  switch (group.kind) {
    case "sweep":
      return group.entries.length === 0 || isEmpty(group.space.filter((_, axis) => !group.reduced?.[axis]))
        ? []
        : [sweepNest(title, group, plan as SweepPlan, stores)];
    case "product":
      return isEmpty(group.item.to.shape) ? [] : [productNest(title, group, plan as ProductPlan, stores)];
    case "kernel": {
      const index = kernels.push(group.item) - 1;
      return [{ kind: "nest", title, body: [{ kind: "kernel", index, name: group.item.op.name }] }];
    }
    case "tape":
      return [{ kind: "nest", title, body: [{ kind: "tape", ...tapes.rangeOf(group) }] }];
  }
}

function isEmpty(shape: readonly number[]): boolean {
  return elementCount(shape) === 0;
}

/** Gives memory to what is read beyond the group that makes it, by kernels, or afterwards. */
function giveBuffers(program: Program, views: readonly View[], { all }: Groups): void {
  const give = (value: Value): void => {
    if (value.literal === undefined) value.buffer ??= bufferOf(value);
  };
  for (const id of program.kept) give(views[program.positions.get(id)!]!.value);
  all.forEach((group, index) => {
    if (group.kind === "kernel" && group.item.classes === undefined) give(group.item.to);
    for (const item of itemsIn(group)) {
      for (const { value } of readsOf(item)) if (value.group !== index) give(value);
    }
    if (group.kind === "product" && productPlan(group.item).innerBlock < group.item.a.shape[1]!)
      give(group.item.to);
  });
}

function bufferOf(value: Value): Buffer {
  const bytes = elementCount(value.shape) * storedBytes[storedAs(value.dtype)];
  return { name: value.name, bytes, at: -1 };
}
