import { stridesOf } from "@chainrule/core";
import type { Address, Index, Nest, Register } from "../ir/program.js";
import { storedBytes } from "../ir/program.js";
import type { SweepGroup } from "./group.js";
import { isLight } from "./isLight.js";
import { type Combine, type MapItem, readsOf, type ReduceItem } from "./item.js";
import { lanesOf, NestWriter } from "./nestWriter.js";
import { flushed, storeResult, type Stores } from "./stores.js";
import { type Axis, keptStrides, spreadStrides, stridesAlong, sweepAxes } from "./sweepAxes.js";
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

/** Elements of the space: a register's lanes lie along an axis, from `lead` beyond the position on. */
interface Spot {
  readonly position: Position;
  readonly axis: number | undefined;
  readonly lead: number;
  readonly lanes: number;
}

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
    const spot: Spot = { position, axis: undefined, lead: 0, lanes: 1 };
    for (const stage of this.#plan.stages) {
      this.#kept(stage.before, spot, kept);
      this.#stage(stage, row, position, kept);
    }
    this.#kept(this.#plan.after, spot, kept);
  }

  /** Items that run over what is kept. */
  #kept(items: readonly MapItem[], spot: Spot, kept: Known): void {
    for (const item of items) {
      const given = item.operands.map(
        (view) => kept.get(view.value) ?? this.#load(view, spreadStrides(this.#group, view), spot),
      );
      const result = this.#writer.line(item.line, given, this.#group.element, spot.lanes);
      kept.set(item.to, result);
      this.#store(item.to, result, keptStrides(this.#group), spot);
    }
  }

  /** One loop along the row: in vectors, several at a time, and what is left one by one. */
  #stage(stage: Stage, row: readonly Axis[], outer: Position, kept: Known): void {
    if (stage.maps.length === 0 && stage.reductions.length === 0) return;
    const last = row.at(-1);
    // A long calculation of one vector leaves no room for more. But the order of a sum must not depend on what is summed.
    const atATime = stage.reductions.length > 0 || stage.maps.every(isLight) ? vectorsAtATime : 1;
    const parts = partsOf(last?.size ?? 1, this.#lanes, atATime);
    const accumulators = stage.reductions.map((item) => ({
      item,
      vectors: this.#accumulators(item, parts.most, this.#lanes),
      single: this.#accumulators(item, parts.needsSingle ? 1 : 0, 1),
    }));
    const repeated = this.#hoist(stage, row, outer, kept, parts.widths);
    this.#loops(row.slice(0, -1), outer, (position) => {
      for (const { count, lanes, times, start } of parts.runs) {
        this.#along(last, count, lanes * times, position, (at) => {
          for (let u = 0; u < times; u++) {
            const spot: Spot = { position: at, axis: last?.last, lead: start + u * lanes, lanes };
            const read = this.#body(stage, spot, repeated);
            for (const { item, vectors, single } of accumulators)
              this.#writer.combine(item.combine, lanes === 1 ? single[0]! : vectors[u]!, read(item.operand));
          }
        });
      }
    });
    for (const { item, vectors, single } of accumulators) {
      const result = this.#combined(item.combine, vectors, single);
      kept.set(item.to, result);
      this.#store(item.to, result, keptStrides(this.#group), {
        position: outer,
        axis: undefined,
        lead: 0,
        lanes: 1,
      });
    }
  }

  /** A loop along an axis; without one, and where it runs once, its body alone. */
  #along(
    axis: Axis | undefined,
    count: number,
    step: number,
    position: Position,
    body: (position: Position) => void,
  ): void {
    if (count === 1 || axis === undefined) return body(position);
    this.#writer.loop("c", count, (index) => body([...position, { axis: axis.last, index, step }]));
  }

  /** Operands that stay the same along the row, read once before its loop. */
  #hoist(
    stage: Stage,
    row: readonly Axis[],
    position: Position,
    kept: Known,
    widths: readonly number[],
  ): Registers {
    const repeated = new Registers();
    for (const view of [...stage.maps, ...stage.reductions].flatMap(readsOf)) {
      const strides = longStrides(view);
      const known = kept.get(view.value);
      if (!known && (this.#inGroup.has(view.value) || row.some(({ last }) => strides[last] !== 0))) continue;
      for (const lanes of widths) {
        repeated.get(view, lanes, 0, () =>
          known
            ? this.#writer.spread(known, lanes)
            : this.#load(view, strides, { position, axis: row.at(-1)?.last, lead: 0, lanes }),
        );
      }
    }
    return repeated;
  }

  /** The maps of a stage at one spot; gives how to read an operand there. */
  #body(stage: Stage, spot: Spot, repeated: Registers): (view: View) => Register {
    const known: Known = new Map();
    const loaded = new Registers();
    const stores: (() => void)[] = [];
    const read = (view: View): Register =>
      known.get(view.value) ??
      repeated.find(view, spot.lanes, 0) ??
      loaded.get(view, spot.lanes, spot.lead, () => this.#load(view, longStrides(view), spot));
    for (const item of stage.maps) {
      const given = item.operands.map(read);
      const made = this.#writer.line(item.line, given, this.#group.element, spot.lanes);
      // Only sweeps store into the state, and only what runs over all of their space.
      const result = flushed(this.#writer, this.#stores, item.to, made);
      known.set(item.to, result);
      if (this.#isAgain(item, stage)) continue;
      stores.push(() => {
        const row = this.#plan.rows.get(item.to);
        if (row !== undefined) this.#storeAt(row.at, item.to, result, this.#rowStrides(), spot);
        else this.#store(item.to, result, stridesOf(this.#group.space), spot);
      });
    }
    // A result may take the place of an operand, so nothing is written before all is read.
    for (const store of stores) store();
    return read;
  }

  /** Whether a stage makes an item again that an earlier one has made and stored. */
  #isAgain(item: MapItem, stage: Stage): boolean {
    return this.#plan.stages.find(({ maps }) => maps.includes(item)) !== stage;
  }

  /** What is combined down the columns: the innermost kept axis in vectors, each with its own accumulators. */
  #columns(axis: Axis, row: readonly Axis[], outer: Position): void {
    for (const { count, lanes, times, start } of partsOf(axis.size, this.#lanes, vectorsAtATime).runs) {
      this.#along(axis, count, lanes * times, outer, (position) => {
        const spots = Array.from({ length: times }, (_, u) => ({
          position,
          axis: axis.last,
          lead: start + u * lanes,
          lanes,
        }));
        this.#columnBlock(row, spots);
      });
    }
  }

  #columnBlock(row: readonly Axis[], spots: readonly Spot[]): void {
    const [stage] = this.#plan.stages;
    const deep = row.at(-1)!;
    // A sum waits for the one before it: several at a time hide that.
    const split = deep.size < 8 ? 1 : Math.max(1, Math.floor(4 / spots.length));
    const sums = stage!.reductions.map((item) => ({
      item,
      parts: Array.from({ length: split }, () => this.#accumulators(item, spots.length, spots[0]!.lanes)),
    }));
    const { position } = spots[0]!;
    const take = (at: Position, part: number, ahead: number): void => {
      for (const { item, parts } of sums) {
        const view = item.operand;
        const strides = longStrides(view);
        const moved = { ...view, offset: view.offset + ahead * strides[deep.last]! };
        spots.forEach((spot, u) => {
          const element = this.#load(moved, strides, { ...spot, position: at });
          this.#writer.combine(item.combine, parts[part]![u]!, element);
        });
      }
    };
    this.#loops(row.slice(0, -1), position, (inner) => {
      const whole = Math.floor(deep.size / split);
      this.#along(deep, whole, split, inner, (at) => {
        for (let part = 0; part < split; part++) take(at, part, part);
      });
      for (let rest = whole * split; rest < deep.size; rest++) take(inner, 0, rest);
    });
    spots.forEach((spot, u) => {
      const kept: Known = new Map();
      this.#kept(stage!.before, spot, kept);
      for (const { item, parts } of sums) {
        const result = parts.map((part) => part[u]!).reduce((a, b) => this.#writer.call(item.combine, a, b));
        kept.set(item.to, result);
        this.#store(item.to, result, keptStrides(this.#group), spot);
      }
      this.#kept(this.#plan.after, spot, kept);
    });
  }

  #accumulators(item: ReduceItem, count: number, lanes: number): Register[] {
    return Array.from({ length: count }, () => {
      const to = this.#writer.register(this.#group.element, lanes);
      this.#writer.copy(to, this.#writer.constant(this.#group.element, lanes, neutral[item.combine]));
      return to;
    });
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

  #load(view: View, strides: readonly number[], spot: Spot): Register {
    const { value, offset } = view;
    const stored = storedAs(value.dtype);
    const row = this.#plan.rows.get(value);
    const used = row ? this.#rowStrides() : strides;
    const at = this.#address(row?.at ?? value.buffer!.at, value, used, spot, offset);
    const to = this.#writer.register(this.#group.element, spot.lanes, value.dtype === "bool");
    const step = this.#stepOf(used, spot) * storedBytes[stored];
    this.#writer.push({ kind: "load", to, at, stored, step });
    return to;
  }

  #store(value: Value, from: Register, strides: readonly number[], spot: Spot): void {
    if (value.buffer !== undefined) this.#storeAt(value.buffer.at, value, from, strides, spot);
  }

  #storeAt(base: number, value: Value, from: Register, strides: readonly number[], spot: Spot): void {
    const at = this.#address(base, value, strides, spot, 0);
    storeResult(this.#writer, this.#stores, value, from, at, this.#stepOf(strides, spot));
  }

  /** Elements from a lane to the next. */
  #stepOf(strides: readonly number[], { axis, lanes }: Spot): number {
    return lanes === 1 || axis === undefined ? 0 : strides[axis]!;
  }

  /** The strides of a row that is remembered: along the row's axes only. */
  #rowStrides(): number[] {
    const { space, reduced } = this.#group;
    const isRow = space.map((_, axis) => reduced?.[axis] ?? true);
    return stridesAlong(isRow, stridesOf(space.filter((_, axis) => isRow[axis])));
  }

  #address(base: number, value: Value, strides: readonly number[], spot: Spot, offset: number): Address {
    const bytes = storedBytes[storedAs(value.dtype)];
    const ahead = spot.axis === undefined ? 0 : spot.lead * strides[spot.axis]!;
    return {
      base: base + (offset + ahead) * bytes,
      terms: spot.position.flatMap(({ axis, index, step }) => {
        const stride = strides[axis]! * step * bytes;
        return stride === 0 ? [] : [{ index, stride }];
      }),
    };
  }
}

/** Registers of views that are read at some spot: equal ones are read once. */
class Registers {
  readonly #known: {
    readonly view: View;
    readonly lanes: number;
    readonly lead: number;
    readonly register: Register;
  }[] = [];

  find(view: View, lanes: number, lead: number): Register | undefined {
    return this.#known.find(
      (known) =>
        known.view.value === view.value &&
        known.lanes === lanes &&
        known.lead === lead &&
        known.view.offset === view.offset &&
        known.view.strides.join() === view.strides.join(),
    )?.register;
  }

  get(view: View, lanes: number, lead: number, make: () => Register): Register {
    const found = this.find(view, lanes, lead);
    if (found !== undefined) return found;
    const register = make();
    this.#known.push({ view, lanes, lead, register });
    return register;
  }
}

/** How many vectors a loop takes at a time: as many as hide the latency of light calculations. */
const vectorsAtATime = 4;

/** How an axis is run along: several vectors at a time, then single vectors, then single numbers. */
function partsOf(size: number, full: number, atATime: number) {
  const times = Math.max(1, Math.min(atATime, Math.floor(size / full)));
  const blocks = Math.floor(size / (full * times));
  const vectors = Math.floor((size - blocks * full * times) / full);
  const single = size % full;
  const runs = [
    { count: blocks, lanes: full, times, start: 0 },
    { count: vectors, lanes: full, times: 1, start: blocks * full * times },
    { count: single, lanes: 1, times: 1, start: size - single },
  ].filter(({ count }) => count > 0);
  return {
    runs,
    /** How many vectors are in flight at most. */
    most: runs.some(({ lanes }) => lanes > 1 || full === 1) ? times : 0,
    needsSingle: single > 0 || size < full,
    widths: [...new Set(runs.map(({ lanes }) => lanes))],
  };
}
