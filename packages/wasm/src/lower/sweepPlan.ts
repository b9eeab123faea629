import { elementCount } from "@chainrule/core";
import { storedBytes } from "../ir/program.js";
import { keptDims, type SweepEntry, type SweepGroup } from "./group.js";
import { type MapItem, readsOf, type ReduceItem } from "./item.js";
import { type Buffer, storedAs, type Value } from "./value.js";

/** A loop along a row of the space, and what is done before it, once for the row. */
export interface Stage {
  readonly before: readonly MapItem[];
  readonly maps: readonly MapItem[];
  readonly reductions: readonly ReduceItem[];
}

/** How a group is swept: its loops follow one another, as each needs what the ones before it have combined. */
export interface SweepPlan {
  readonly stages: readonly Stage[];
  /** What is done after the last loop. */
  readonly after: readonly MapItem[];
  /** Memory for what one loop of a row leaves to a later one, where it has none. */
  readonly rows: ReadonlyMap<Value, Buffer>;
}

/** Divides a group into stages. Buffers of values that are needed elsewhere must be known. */
export function sweepPlan(group: SweepGroup): SweepPlan {
  const made = new Map<Value, { readonly entry: SweepEntry; readonly stage: number }>();
  const stages: { before: MapItem[]; maps: MapItem[]; reductions: ReduceItem[] }[] = [];
  const stageAt = (stage: number) => (stages[stage] ??= { before: [], maps: [], reductions: [] });
  for (const entry of group.entries) {
    const { item, level } = entry;
    const stage = Math.max(0, ...readsOf(item).map(({ value }) => made.get(value)?.stage ?? 0));
    if (item.kind === "reduce") stageAt(stage).reductions.push(item);
    else if (level === "kept") stageAt(stage).before.push(item);
    else stageAt(stage).maps.push(item);
    made.set(item.to, { entry, stage: item.kind === "reduce" ? stage + 1 : stage });
  }
  const rows = new Map<Value, Buffer>();
  stages.forEach((stage, number) => {
    const again: MapItem[] = [];
    for (const item of [...stage.maps, ...stage.reductions]) {
      for (const { value } of readsOf(item)) reach(value, number, again);
    }
    stage.maps = [...again, ...stage.maps];
  });
  const last = stages.at(-1);
  const isAfter = last !== undefined && last.maps.length === 0 && last.reductions.length === 0;
  return { stages: isAfter ? stages.slice(0, -1) : stages, after: isAfter ? last.before : [], rows };

  /** Makes a value of an earlier loop known to a later one: light ones are made again, others are remembered. */
  function reach(value: Value, number: number, again: MapItem[]): void {
    const maker = made.get(value);
    if (maker === undefined || maker.entry.level === "kept" || maker.entry.item.kind === "reduce") return;
    if (maker.stage === number || value.buffer !== undefined || again.some(({ to }) => to === value)) return;
    const { item } = maker.entry;
    if (isCheap(item) && readsOf(item).every((view) => !isFullInside(view.value))) again.push(item);
    else rows.set(value, rowBuffer(value, group));
  }

  function isFullInside(value: Value): boolean {
    const maker = made.get(value);
    return maker !== undefined && maker.entry.level === "full" && maker.entry.item.kind === "map";
  }
}

function rowBuffer(value: Value, group: SweepGroup): Buffer {
  const length = elementCount(group.space) / elementCount(keptDims(group));
  return { name: `${value.name} (row)`, bytes: length * storedBytes[storedAs(value.dtype)], at: -1 };
}

/** Whether making it again costs no more than remembering it. */
function isCheap({ line }: MapItem): boolean {
  const cheap = ["add", "subtract", "multiply", "negate", "maximum", "minimum"];
  return line.steps.length <= 2 && line.steps.every(({ name }) => cheap.includes(name));
}
