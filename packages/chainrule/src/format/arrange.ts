import type { Contributions, Registry } from "@chainrule/core";
import type { Forms } from "./forms.js";
import { type Container, type Item, keyOf, type Syntax } from "./syntax.js";

/** Keys whose value names something of the registry, of which other keys of the same object are attributes. */
export const namers: Readonly<Record<string, readonly (keyof Contributions)[]>> = {
  op: ["ops"],
  block: ["blocks"],
  type: ["initialisers", "optimisers", "solvers"],
  schedule: ["schedules"],
  generator: ["generators"],
};

/** Keys that stand before attributes though they may be left out: those that name what has attributes, and its rate. */
export const leaders: readonly string[] = [...Object.keys(namers), "lr"];

export interface ArrangeOptions {
  readonly registry: Registry;
  /** The arguments, in order, of blocks that the document itself declares. */
  readonly ownBlocks: ReadonlyMap<string, readonly string[]>;
}

/**
 * The same value with the keys of every object in the order in which its form declares them. Where a form has
 * no say, as over the names of nodes, the order is the person's.
 */
export function arrange(value: Syntax, forms: Forms, options: ArrangeOptions): Syntax {
  if (value.kind === "scalar") return value;
  if (value.kind === "list") {
    return { ...value, items: value.items.map((item) => arrangeItem(item, forms.items, options)) };
  }
  const items = sorted(value, forms, options);
  return {
    ...value,
    items: items.map((item) => arrangeItem(item, forms.under(keyOf(item)), options)),
    // A node a line, as in the table of `check`.
    isOpen: items.length > 1 && forms.isRecord && forms.under("").declares(["op", "block", "in"]),
  };
}

function arrangeItem(item: Item, forms: Forms, options: ArrangeOptions): Item {
  return forms.isEmpty ? item : { ...item, value: arrange(item.value, forms, options) };
}

function sorted(object: Container, forms: Forms, options: ArrangeOptions): readonly Item[] {
  const { first, last, isOpen } = forms.order;
  const attributes = isOpen ? attributesOf(object, options) : [];
  return byRank(object.items, [...first, ...attributes], last);
}

/**
 * Items by their keys: those of `first` in its order, then all others as they stood, then those of `last`. The
 * sort is stable.
 */
export function byRank(
  items: readonly Item[],
  first: readonly string[],
  last: readonly string[] = [],
): Item[] {
  const ranks = new Map<string, number>();
  first.forEach((key, i) => ranks.has(key) || ranks.set(key, i));
  last.forEach((key, i) => ranks.has(key) || ranks.set(key, first.length + 1 + i));
  const rank = (item: Item): number => ranks.get(keyOf(item)) ?? first.length;
  return [...items].sort((a, b) => rank(a) - rank(b));
}

/** Of what an object names: the key that names it, then its attributes in declared order. */
function attributesOf({ items }: Container, { registry, ownBlocks }: ArrangeOptions): readonly string[] {
  return items.flatMap((item) => {
    const key = keyOf(item);
    if (!Object.hasOwn(namers, key) || item.value.kind !== "scalar" || !item.value.text.startsWith('"'))
      return [];
    const name = JSON.parse(item.value.text) as string;
    if (key === "block" && ownBlocks.has(name)) return [key, ...ownBlocks.get(name)!];
    return [key, ...namers[key]!.flatMap((kind) => declared(registry, kind, name))];
  });
}

function declared(registry: Registry, kind: keyof Contributions, name: string): string[] {
  const found = registry.find(kind, name);
  if (found === undefined) return [];
  return Object.keys(
    ("arguments" in found ? found.arguments : "attributes" in found ? found.attributes : undefined) ?? {},
  );
}
