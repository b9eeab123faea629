import { type Phase, phases, sameShape, stridesOf } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import { isTapeable } from "../tape/writeTape.js";
import { type Group, itemsIn, keptDims, type ProductGroup, type SweepGroup } from "./group.js";
import { type Item, type MapItem, readsOf, type ReduceItem } from "./item.js";
import { isLight } from "./isLight.js";
import { isSmallProduct } from "./productPlan.js";
import { keptStrides } from "./sweepAxes.js";
import type { Value, View } from "./value.js";
import { longDims, longStrides } from "./view.js";

/** How many groups back an item looks for one to join. */
const reach = 16;
/** How many items one loop takes: beyond, registers are spilled and nothing is won. */
const most = 24;

/** The groups of a plan, in order, and where each phase's begin and end. */
export interface Groups {
  readonly all: readonly Group[];
  readonly ranges: Readonly<Record<Phase, readonly [from: number, to: number]>>;
}

/**
 * Gathers items into groups, phase by phase: each joins the latest group that it can, or begins one.
 * @param tapeFrom from how many tiny items on these run on tapes
 */
export function groupsOf(byPhase: Readonly<Record<Phase, readonly Item[]>>, tapeFrom: number): Groups {
  const all: Group[] = [];
  const isTiny = (item: Item): item is MapItem => item.kind === "map" && isTapeable(item);
  let tiny = 0;
  for (const phase of phases) for (const item of byPhase[phase]) if (isTiny(item)) tiny++;
  const rangeOf = (phase: Phase): readonly [number, number] => {
    const from = all.length;
    const latest = new Map<Element, number>();
    for (const item of byPhase[phase]) {
      if (tiny >= tapeFrom && isTiny(item)) placeOnTape(item, all, latest);
      else place(item, all, from);
    }
    return [from, all.length];
  };
  const [forward, backward, update] = phases.map(rangeOf);
  return { all, ranges: { forward: forward!, backward: backward!, update: update! } };
}

/** Onto the phase's latest tape of its element, where what it reads is there before, else onto a new one. */
function placeOnTape(item: MapItem, all: Group[], latest: Map<Element, number>): void {
  let index = latest.get(item.element) ?? -1;
  let tape = all[index];
  if (tape?.kind !== "tape" || item.operands.some(({ value }) => value.group > index)) {
    tape = { kind: "tape", items: [], reads: new Set() };
    index = all.push(tape) - 1;
    latest.set(item.element, index);
  }
  tape.items.push(item);
  for (const { value } of item.operands) if (value.group !== index) tape.reads.add(value);
  item.to.group = index;
}

function place(item: Item, all: Group[], from: number): void {
  const index = joined(item, all, from) ?? all.push(begin(item)) - 1;
  item.to.group = index;
  if (item.kind === "map") for (const view of item.operands) sink(view, index, all, from);
}

/** The group that an item has joined: the latest that it can. */
function joined(item: Item, all: readonly Group[], from: number): number | undefined {
  if (item.kind === "product" || item.kind === "kernel" || (item.kind === "map" && item.isAlone))
    return undefined;
  let ready = Math.max(from, all.length - reach);
  for (const { value } of readsOf(item)) ready = Math.max(ready, value.group);
  for (let index = all.length - 1; index >= ready; index--) if (joins(item, all[index]!, index)) return index;
  return undefined;
}

/**
 * Moves the group that made an operand into the one that reads it, where nothing between reads it: so what an optimiser
 * does to a parameter is one sweep, though a number that it needs is made in the middle.
 */
function sink(view: View, into: number, all: Group[], from: number): void {
  const index = view.value.group;
  const [maker, group] = [all[index], all[into]!];
  if (index === into || index < from || into - index > reach) return;
  if (maker?.kind !== "sweep" || group.kind !== "sweep" || !mayMerge(maker, group)) return;
  if (!isDirect(view, stridesOf(group.space))) return;
  const made = new Set<Value>(maker.entries.map(({ item }) => item.to));
  const reads = (other: Group): boolean =>
    other.kind === "tape"
      ? [...made].some((value) => other.reads.has(value))
      : itemsIn(other).some((item) => readsOf(item).some(({ value }) => made.has(value)));
  if (all.slice(index + 1, into).some(reads)) return;
  const readers = group.entries.flatMap(({ item }) => readsOf(item)).filter(({ value }) => made.has(value));
  if (!readers.every((read) => isDirect(read, stridesOf(group.space)))) return;
  for (const value of made) value.group = into;
  group.entries.unshift(...maker.entries.splice(0));
}

function mayMerge(maker: SweepGroup, group: SweepGroup): boolean {
  return (
    maker.element === group.element &&
    maker.reduced === undefined &&
    (group.reduced === undefined || isSuffix(group.reduced)) &&
    group.space.length > 0 &&
    sameShape(maker.space, group.space) &&
    maker.entries.length + group.entries.length <= most &&
    ![...maker.entries, ...group.entries].some(({ item }) => item.kind === "map" && item.isAlone)
  );
}

function begin(item: Item): Group {
  switch (item.kind) {
    case "product":
      return { kind: "product", item, epilogue: [] };
    case "kernel":
      return { kind: "kernel", item };
    case "map": {
      const entries = [{ item, level: "full" as const }];
      return {
        kind: "sweep",
        element: item.element,
        space: longDims(item.shape),
        reduced: undefined,
        entries,
      };
    }
    case "reduce": {
      const space = longDims(item.operand.shape);
      const entries = [{ item, level: "full" as const }];
      return { kind: "sweep", element: item.element, space, reduced: reducedAxes(item), entries };
    }
  }
}

/** By long axis of the operand: whether it is reduced. */
function reducedAxes({ operand, axes }: ReduceItem): boolean[] {
  return operand.shape.flatMap((dim, axis) => (dim === 1 ? [] : [axes.includes(axis)]));
}

function joins(item: MapItem | ReduceItem, group: Group, index: number): boolean {
  if (group.kind === "product") return item.kind === "map" && joinsProduct(item, group, index);
  if (group.kind !== "sweep" || group.element !== item.element || group.entries.length >= most) return false;
  return item.kind === "map" ? joinsMap(item, group, index) : joinsReduction(item, group, index);
}

/** Light calculations of a product's result, where it is still in registers. */
function joinsProduct(item: MapItem, group: ProductGroup, index: number): boolean {
  if (item.element !== group.item.element || !isSmallProduct(group.item) || !isLight(item)) return false;
  if (group.item.batch !== undefined) return false;
  const dims = longDims(item.shape);
  const made = readsOf(item).filter(({ value }) => value.group === index);
  if (made.length === 0 || !sameShape(dims, longDims(group.item.to.shape))) return false;
  if (!made.every((view) => isDirect(view, stridesOf(dims)))) return false;
  group.epilogue.push(item);
  return true;
}

function joinsMap(item: MapItem, group: SweepGroup, index: number): boolean {
  const dims = longDims(item.shape);
  const level = sameShape(dims, group.space) ? "full" : "kept";
  if (level === "kept" && !(group.reduced && sameShape(dims, keptDims(group)))) return false;
  // Along the last axis only: a column's sums are made beside one another.
  if (level === "full" && group.reduced && !isSuffix(group.reduced)) return false;
  const reads = readsOf(item);
  const isFit = reads.every((view) => view.value.group !== index || readsDirectly(view, level, group));
  const belongs =
    reads.some(({ value }) => value.group === index) || dims.length === 0 || shares(reads, group);
  if (!isFit || !belongs) return false;
  group.entries.push({ item, level });
  return true;
}

function joinsReduction(item: ReduceItem, group: SweepGroup, index: number): boolean {
  const view = item.operand;
  if (!sameShape(longDims(view.shape), group.space) || group.space.length === 0) return false;
  const axes = reducedAxes(item);
  if (group.reduced ? axes.join() !== group.reduced.join() : !isSuffix(axes)) return false;
  if (view.value.group === index ? !readsDirectly(view, "full", group) : !shares([view], group)) return false;
  group.reduced = axes;
  group.entries.push({ item, level: "full" });
  return true;
}

/** Whether the reduced axes are the last ones. */
function isSuffix(reduced: readonly boolean[]): boolean {
  return reduced.every((is, axis) => !is || reduced.slice(axis).every(Boolean));
}

/** Whether a value of the group is read, at each point of the space, by the element that was made there. */
function readsDirectly(view: View, level: "full" | "kept", group: SweepGroup): boolean {
  const producer = group.entries.find(({ item }) => item.to === view.value)!;
  const isFull = producer.level === "full" && producer.item.kind === "map";
  if (isFull) return level === "full" && isDirect(view, stridesOf(group.space));
  return isDirect(view, level === "kept" ? stridesOf(keptDims(group)) : keptStrides(group));
}

function isDirect(view: View, strides: readonly number[]): boolean {
  const own = longStrides(view);
  return view.offset === 0 && own.length === strides.length && own.every((s, axis) => s === strides[axis]);
}

/** Whether the group already reads one of the tensors. */
function shares(reads: readonly View[], group: SweepGroup): boolean {
  const known = new Set<Value>(group.entries.flatMap(({ item }) => readsOf(item).map(({ value }) => value)));
  return reads.some(({ value }) => value.shape.length > 0 && known.has(value));
}
