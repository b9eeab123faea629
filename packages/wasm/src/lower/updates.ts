import { elementCount, findNode, type Program } from "@chainrule/core";
import { type Group, itemsIn } from "./group.js";
import type { Groups } from "./groups.js";
import { type MapItem, readsOf } from "./item.js";
import type { Items } from "./items.js";
import { identityLine } from "./lines.js";
import type { Stores } from "./stores.js";
import { type Buffer, elementOf, type Value, type View } from "./value.js";
import { isContiguous, longDims, whole } from "./view.js";

interface Update {
  readonly target: string;
  readonly buffer: Buffer;
  /** What is stored: made in the update phase, of the target's shape. */
  readonly next: Value;
}

/**
 * Sees to it that an update writes its target only when nothing needs the old value any more: in place where the group
 * that makes the next value is the last to read the old one, and element by element; else at the phase's end.
 * @returns to be called when the groups are known: how the results are stored
 */
export function planUpdates(
  program: Program,
  items: Items,
  site: { stateBuffer(id: string): Buffer },
): (groups: Groups) => Stores {
  const additions: MapItem[] = [];
  const made = new Set(items.byPhase.update.map(({ to }) => to));
  const uses = new Map<Value, number>();
  for (const { position } of program.updates) {
    const { value } = items.views[position]!;
    uses.set(value, (uses.get(value) ?? 0) + 1);
  }
  const updates = program.updates.map(({ target, position }): Update => {
    const view = items.views[position]!;
    const isMade = made.has(view.value) && isAll(view);
    const isUnique = uses.get(view.value) === 1;
    const buffer = site.stateBuffer(target);
    if (isMade && isUnique) return { target, buffer, next: view.value };
    const copy = copyOf(view, `${target} (next)`);
    additions.push(copy);
    return { target, buffer, next: copy.to };
  });
  for (const addition of additions) (items.byPhase.update as MapItem[]).push(addition);
  return (groups) => place(program, updates, groups);
}

function isAll(view: View): boolean {
  return (
    view.value.literal === undefined &&
    isContiguous(view) &&
    elementCount(view.shape) === elementCount(view.value.shape)
  );
}

function copyOf(view: View, name: string): MapItem {
  const { value, shape } = view;
  const to: Value = { name, dtype: value.dtype, shape, group: -1, buffer: undefined };
  const given =
    value.literal === undefined
      ? { line: identityLine, operands: [view] }
      : { line: { inputs: 0, constants: [value.literal], steps: [], result: 0 }, operands: [] };
  return { kind: "map", to, shape, element: elementOf(value.dtype), ...given };
}

function place(program: Program, updates: readonly Update[], { all, ranges }: Groups): Stores {
  const canonical = new Set<Value>();
  const flushed = new Set<Value>();
  const [, end] = ranges.update;
  const readers = readersOf(program, all);
  for (const { target, buffer, next } of updates) {
    let stored = next;
    if (mayWriteInPlace(readers.get(target) ?? [], next, all)) next.buffer = buffer;
    else {
      const copy = copyOf(whole(next), target);
      copy.to.buffer = buffer;
      copy.to.group = all.length;
      next.buffer ??= { name: next.name, bytes: buffer.bytes, at: -1 };
      (all as Group[]).push({
        kind: "sweep",
        element: copy.element,
        space: longDims(copy.shape),
        reduced: undefined,
        entries: [{ item: copy, level: "full" }],
      });
      stored = copy.to;
    }
    canonical.add(stored);
    if (findNode(program.graph, target)?.op === "slot") flushed.add(stored);
  }
  (ranges as { update: readonly [number, number] }).update = [ranges.update[0], Math.max(end, all.length)];
  return { canonical, flushed };
}

interface Read {
  readonly group: number;
  readonly view: View;
}

/** What reads each tensor that is updated, by the tensor's id. */
function readersOf({ updates }: Program, groups: readonly Group[]): ReadonlyMap<string, readonly Read[]> {
  const readers = new Map<string, Read[]>(updates.map(({ target }) => [target, []]));
  groups.forEach((group, index) => {
    for (const item of itemsIn(group)) {
      for (const view of readsOf(item)) readers.get(view.value.name)?.push({ group: index, view });
    }
  });
  return readers;
}

/** Whether nothing reads the target's old value after the group that makes the next one, and that group only in step. */
function mayWriteInPlace(readers: readonly Read[], next: Value, groups: readonly Group[]): boolean {
  const maker = groups[next.group];
  if (maker?.kind !== "sweep" || maker.reduced !== undefined) return false;
  return readers.every(
    ({ group, view }) => group < next.group || (group === next.group && view.offset === 0 && isAll(view)),
  );
}
