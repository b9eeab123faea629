import type { Element } from "../ir/program.js";
import type { KernelItem, MapItem, ProductItem, ReduceItem } from "./item.js";
import type { Value } from "./value.js";

/**
 * What one loop nest computes: items over one space, elementwise or combined along its reduced axes. An item is `full`
 * where it runs over the whole space, `kept` where it runs over what a reduction leaves.
 */
export interface SweepGroup {
  readonly kind: "sweep";
  readonly element: Element;
  /** The axes longer than 1. */
  readonly space: readonly number[];
  /** By axis of the space; undefined while nothing is reduced. */
  reduced: readonly boolean[] | undefined;
  readonly entries: SweepEntry[];
}

export interface SweepEntry {
  readonly item: MapItem | ReduceItem;
  /** Where its operands and its result run. Of a reduction: where its operand does. */
  readonly level: "full" | "kept";
}

/** A product, with light elementwise calculations of its result. */
export interface ProductGroup {
  readonly kind: "product";
  readonly item: ProductItem;
  readonly epilogue: MapItem[];
}

export interface KernelGroup {
  readonly kind: "kernel";
  readonly item: KernelItem;
}

/** Very many tiny calculations, as instructions of a tape. */
export interface TapeGroup {
  readonly kind: "tape";
  readonly items: MapItem[];
  /** What others make and it reads. */
  readonly reads: Set<Value>;
}

/** What is computed together. Groups run in order. */
export type Group = SweepGroup | ProductGroup | KernelGroup | TapeGroup;

/** The items of a group. */
export function itemsIn(group: Group): readonly (MapItem | ReduceItem | ProductItem | KernelItem)[] {
  switch (group.kind) {
    case "sweep":
      return group.entries.map(({ item }) => item);
    case "product":
      return [group.item, ...group.epilogue];
    case "kernel":
      return [group.item];
    case "tape":
      return group.items;
  }
}

/** The axes of the space that a reduction leaves. */
export function keptDims({ space, reduced }: SweepGroup): number[] {
  return space.filter((_, axis) => !reduced?.[axis]);
}
