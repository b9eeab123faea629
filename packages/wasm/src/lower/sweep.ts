import type { FunctionName } from "@chainrule/core";
import type { Address, Index, Nest, Register } from "../ir/program.js";
import { storedBytes } from "../ir/program.js";
import type { MachineName } from "../math/machine.js";
import type { SweepGroup } from "./group.js";
import { type Combine, type MapItem, readsOf, type ReduceItem } from "./item.js";
import { lanesOf, NestWriter } from "./nestWriter.js";
import { storeResult, type Stores } from "./stores.js";
import { type Axis, keptStrides, rowMajor, spreadStrides, sweepAxes } from "./sweepAxes.js";
import type { Stage, SweepPlan } from "./sweepPlan.js";
import { storedAs, type Value, type View } from "./value.js";
import { longStrides } from "./view.js";

/** Writes the loops of a sweep group. */
export function sweepNest(title: string, group: SweepGroup, plan: SweepPlan, stores: Stores): Nest {
  const writer = new NestWriter(title);
  new SweepWriter(writer, group, plan, stores).write();
  return writer.finish();
}

const neutral: Readonly<Record<Combine, number>> = {
  add: 0,
  multiply: 1,
  maximum: -Infinity,
  minimum: Infinity,
};

/** Where the loops stand: an index and how many elements a step of it is, by axis of the space. */
type Position = readonly { readonly axis: number; readonly index: Index; readonly step: number }[];

/** Registers of values at one position. */
type Known = Map<Value, Register>;

class SweepWriter {
  readonly #writer: NestWriter;
  readonly #group: SweepGroup;
  readonly #plan: SweepPlan;
  readonly #stores: Stores;
  readonly #lanes: number;
  readonly #inGroup: ReadonlySet<Value>;

  constructor(writer: NestWriter, group: SweepGroup, plan: SweepPlan, stores: Stores) {
    this.#writer = writer;
    this.#group = group;
    this.#plan = plan;
    this.#stores = stores;
    this.#lanes = lanesOf(group.element);
    this.#inGroup = new Set(group.entries.map(({ item }) => item.to));
  }

  write(): void {
    const { kept, row } = sweepAxes(this.#group);
    const { reduced, space } = this.#group;
    const inColumns = reduced !== undefined && kept.length > 0 && !reduced[space.length - 1];
    this.#loops(inColumns ? kept.slice(0, -1) : kept, [], (position) => {
      if (inColumns) this.#columns(kept.at(-1)!, row, position);
      else this.#row(row, position);
    });
  }

  #loops(axes: readonly Axis[], position: Position, body: (position: Position) => void): void {
    const [axis, ...rest] = axes;
    if (axis === undefined) return body(position);
    this.#writer.loop(`i${axis.last}`, axis.size, (index) =>
      this.#loops(rest, [...position, { axis: axis.last, index, step: 1 }], body),
    );
  }

  /** The stages of one row: what each combines is known to those after it. */
  #row(row: readonly Axis[], position: Position): void {
    const kept: Known = new Map();
    for (const stage of this.#plan.stages) {
      this.#kept(stage.before, position, kept, 1);
      this.#stage(stage, row, position, kept);
    }
    this.#kept(this.#plan.after, position, kept, 1);
  }

  /** Items that run over what is kept, at one position. */
  #kept(items: readonly MapItem[], position: Position, kept: Known, lanes: number, lead = 0): void {
    for (const item of items) {
      const given = item.operands.map((view) => {
        const known = kept.get(view.value);
        if (known !== undefined) return known;
        return this.#load(view, spreadStrides(this.#group, view), position, lanes, lead, 0);
      });
      this.#made(item, given, position, kept, lanes, lead);
    }
  }

  /** One loop along the row: in vectors, several at a time, and what is left one by one. */
  #stage(stage: Stage, row: readonly Axis[], outer: Position, kept: Known): void {
    if (stage.maps.length === 0 && stage.reductions.length === 0) return;
    const last = row.at(-1);
    const size = last?.size ?? 1;
    const lanes = this.#lanes;
    const unroll = Math.max(1, Math.min(unrollOf(stage), Math.floor(size / lanes)));
    const blocks = Math.floor(size / (lanes * unroll));
    const vectors = Math.floor((size - blocks * lanes * unroll) / lanes);
    const single = size - blocks * lanes * unroll - vectors * lanes;
    const accumulators = stage.reductions.map((item) => ({
      item,
      vectors: this.#accumulators(item, blocks > 0 ? unroll : vectors > 0 ? 1 : 0, lanes),
      single: this.#accumulators(item, single > 0 || blocks + vectors === 0 ? 1 : 0, 1),
    }));
    const spread = new Map<string, Register>();
    this.#hoist(
      stage,
      row,
      outer,
      kept,
      [...(blocks + vectors > 0 ? [lanes] : []), ...(single > 0 ? [1] : [])],
      spread,
    );
    this.#loops(row.slice(0, -1), outer, (position) => {
      const run = (count: number, width: number, times: number, start: number): void => {
        this.#writer.loop("c", count, (index) => {
          const at = last && [...position, { axis: last.last, index, step: width * times }];
          for (let u = 0; u < times; u++) {
            const known = this.#body(stage, at ?? position, kept, width, start + u * width, spread);
            for (const { item, vectors: many, single: one } of accumulators) {
              const element = known(item.operand);
              this.#writer.combine(item.combine, width === 1 ? one[0]! : many[u]!, element);
            }
          }
        });
      };
      run(blocks, lanes, unroll, 0);
      run(vectors, lanes, 1, blocks * lanes * unroll);
      run(single, 1, 1, size - single);
    });
    for (const { item, vectors: many, single: one } of accumulators) {
      const result = this.#combined(item.combine, many, one);
      kept.set(item.to, result);
      this.#store(item.to, result, outer, keptStrides(this.#group), 1, 0);
    }
  }

  /** Operands that stay the same along the row, read once before its loop. */
  #hoist(
    stage: Stage,
    row: readonly Axis[],
    position: Position,
    kept: Known,
    widths: readonly number[],
    spread: Map<string, Register>,
  ): void {
    for (const view of [...stage.maps, ...stage.reductions].flatMap(readsOf)) {
      const strides = longStrides(view);
      const isKept = kept.has(view.value);
      if (!isKept && (this.#inGroup.has(view.value) || row.some(({ last }) => strides[last] !== 0))) continue;
      for (const width of widths) {
        const key = keyOf(view, width, 0);
        if (spread.has(key)) continue;
        const register = isKept
          ? this.#writer.spread(kept.get(view.value)!, width)
          : this.#load(view, strides, position, width, 0, 0);
        spread.set(key, register);
      }
    }
  }

  /** The maps of a stage at one position; gives how to read an operand there. */
  #body(
    stage: Stage,
    position: Position,
    kept: Known,
    width: number,
    start: number,
    spread: ReadonlyMap<string, Register>,
  ): (view: View) => Register {
    const known: Known = new Map();
    const loaded = new Map<string, Register>();
    const read = (view: View): Register => {
      const made = known.get(view.value);
      if (made !== undefined) return made;
      const repeated = spread.get(keyOf(view, width, 0));
      if (repeated !== undefined) return repeated;
      const key = keyOf(view, width, start);
      let register = loaded.get(key);
      if (register === undefined)
        loaded.set(key, (register = this.#load(view, longStrides(view), position, width, start, 1)));
      return register;
    };
    for (const item of stage.maps) {
      const given = item.operands.map(read);
      const result = this.#writer.line(item.line, given, this.#group.element, width);
      known.set(item.to, result);
      const strides = rowMajor(this.#group.space);
      const row = this.#plan.rows.get(item.to);
      if (row !== undefined && !kept.has(item.to) && !this.#isAgain(item, stage))
        storeResult(
          this.#writer,
          this.#stores,
          item.to,
          result,
          this.#address(row.at, item.to, this.#rowStrides(), position, start),
          1,
        );
      else if (!this.#isAgain(item, stage)) this.#store(item.to, result, position, strides, width, start);
    }
    return read;
  }

  /** Whether a stage makes an item again that an earlier one has made and stored. */
  #isAgain(item: MapItem, stage: Stage): boolean {
    const first = this.#plan.stages.find(({ maps }) => maps.includes(item));
    return first !== stage;
  }

  /** Sums down the columns: the innermost kept axis in vectors, each with its own accumulators. */
  #columns(axis: Axis, row: readonly Axis[], outer: Position): void {
    const lanes = this.#lanes;
    const wide = Math.min(4, Math.floor(axis.size / lanes));
    const blocks = wide === 0 ? 0 : Math.floor(axis.size / (lanes * wide));
    const vectors = Math.floor((axis.size - blocks * lanes * wide) / lanes);
    const single = axis.size % lanes;
    const run = (count: number, width: number, times: number, start: number): void => {
      this.#writer.loop("c", count, (index) => {
        const position = [...outer, { axis: axis.last, index, step: width * times }];
        this.#columnBlock(row, position, width, times, start);
      });
    };
    run(blocks, lanes, wide, 0);
    run(vectors, lanes, 1, blocks * lanes * wide);
    run(single, 1, 1, axis.size - single);
  }

  #columnBlock(row: readonly Axis[], position: Position, width: number, times: number, start: number): void {
    const [stage] = this.#plan.stages;
    const deep = row.at(-1)!;
    const split = times >= 4 || deep.size < 8 ? 1 : times >= 2 ? 2 : 4;
    const sums = stage!.reductions.map((item) => ({
      item,
      parts: Array.from({ length: split }, () => this.#accumulators(item, times, width)),
    }));
    const add = (at: Position, part: number, row: number): void => {
      for (const { item, parts } of sums) {
        const strides = longStrides(item.operand);
        for (let u = 0; u < times; u++) {
          const moved = row * strides[deep.last]!;
          const element = this.#load(item.operand, strides, at, width, start + u * width, 0, moved);
          this.#writer.combine(item.combine, parts[part]![u]!, element);
        }
      }
    };
    this.#loops(row.slice(0, -1), position, (inner) => {
      const whole = Math.floor(deep.size / split);
      this.#writer.loop("r", whole, (index) => {
        const at = [...inner, { axis: deep.last, index, step: split }];
        for (let part = 0; part < split; part++) add(at, part, part);
      });
      for (let rest = whole * split; rest < deep.size; rest++) add(inner, 0, rest);
    });
    for (let u = 0; u < times; u++) {
      const kept: Known = new Map();
      for (const { item, parts } of sums) {
        const result = parts.map((part) => part[u]!).reduce((a, b) => this.#writer.call(item.combine, a, b));
        kept.set(item.to, result);
        this.#store(item.to, result, position, keptStrides(this.#group), width, start + u * width);
      }
      this.#kept(this.#plan.after, position, kept, width, start + u * width);
    }
  }

  #accumulators(item: ReduceItem, count: number, lanes: number): Register[] {
    return Array.from({ length: count }, () =>
      this.#copied(this.#writer.constant(this.#group.element, lanes, neutral[item.combine])),
    );
  }

  #copied(from: Register): Register {
    const to = this.#writer.register(from.element, from.lanes);
    this.#writer.copy(to, from);
    return to;
  }

  /** All accumulators as one number. */
  #combined(combine: Combine, vectors: readonly Register[], single: readonly Register[]): Register {
    const parts: Register[] = [];
    if (vectors.length > 0) {
      const all = vectors.reduce((a, b) => this.#writer.call(combine, a, b));
      if (combine === "add") parts.push(this.#writer.laneSum(all));
      else for (let lane = 0; lane < all.lanes; lane++) parts.push(this.#writer.lane(all, lane));
    }
    return [...parts, ...single].reduce((a, b) => this.#writer.call(combine, a, b));
  }

  #made(
    item: MapItem,
    given: readonly Register[],
    position: Position,
    known: Known,
    lanes: number,
    lead: number,
  ): void {
    const result = this.#writer.line(item.line, given, this.#group.element, lanes);
    known.set(item.to, result);
    const strides = this.#group.reduced ? keptStrides(this.#group) : rowMajor(this.#group.space);
    this.#store(item.to, result, position, strides, lanes, lead);
  }

  /** @param lead elements along the innermost axis of the position */
  #load(
    view: View,
    strides: readonly number[],
    position: Position,
    lanes: number,
    lead: number,
    _along: number,
    more = 0,
  ): Register {
    const { value } = view;
    const stored = storedAs(value.dtype);
    const row = this.#plan.rows.get(value);
    const used = row ? this.#rowStrides() : strides;
    const at = this.#address(row?.at ?? value.buffer!.at, value, used, position, lead, view.offset + more);
    const to = this.#writer.register(this.#group.element, lanes, value.dtype === "bool");
    const step = (used[position.at(-1)?.axis ?? -1] ?? 0) * storedBytes[stored];
    this.#writer.push({ kind: "load", to, at, stored, step });
    return to;
  }

  #store(
    value: Value,
    from: Register,
    position: Position,
    strides: readonly number[],
    lanes: number,
    lead: number,
  ): void {
    if (value.buffer === undefined) return;
    const at = this.#address(value.buffer.at, value, strides, position, lead);
    storeResult(
      this.#writer,
      this.#stores,
      value,
      from,
      at,
      lanes === 1 ? 0 : (strides[position.at(-1)!.axis] ?? 0),
    );
  }

  /** The strides of a row that is remembered: along the row's axes only. */
  #rowStrides(): number[] {
    const { space, reduced } = this.#group;
    const own = rowMajor(space.filter((_, axis) => reduced?.[axis] ?? true));
    let next = 0;
    return space.map((_, axis) => ((reduced?.[axis] ?? true) ? own[next++]! : 0));
  }

  #address(
    base: number,
    value: Value,
    strides: readonly number[],
    position: Position,
    lead: number,
    offset = 0,
  ): Address {
    const bytes = storedBytes[storedAs(value.dtype)];
    const innermost = position.at(-1);
    const ahead = lead * ((innermost && strides[innermost.axis]) ?? 0);
    return {
      base: base + (offset + ahead) * bytes,
      terms: position.flatMap(({ axis, index, step }) => {
        const stride = strides[axis]! * step * bytes;
        return stride === 0 ? [] : [{ index, stride }];
      }),
    };
  }
}

function keyOf(view: View, width: number, start: number): string {
  return `${view.value.name} ${view.offset} ${longStrides(view).join()} ${width} ${start}`;
}

/** How many vectors a loop takes at a time: as many as hide the latency of its functions. */
function unrollOf({ maps }: Stage): number {
  const arithmetic: ReadonlySet<MachineName | FunctionName> = new Set([
    "add",
    "subtract",
    "multiply",
  ] as const);
  const heavy = maps.some(({ line }) => line.steps.some(({ name }) => !arithmetic.has(name)));
  return heavy ? 4 : 4;
}
