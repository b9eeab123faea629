import { type Address, type Register, storedBytes } from "../ir/program.js";
import type { ProductGroup } from "./group.js";
import { lanesOf, type NestWriter } from "./nestWriter.js";
import { elementAddress, front, further, type Place } from "./place.js";
import type { ProductPlan } from "./productPlan.js";
import { storeResult, type Stores } from "./stores.js";
import { storedAs, type Value, type View } from "./value.js";
import { longStrides } from "./view.js";

/** Where the vector of a tile's result is: its first element in the product as it is computed. */
interface TileVector {
  readonly sum: Register;
  readonly row: Place;
  readonly column: Place;
  /** How many of its lanes belong to the result. */
  readonly lanes: number;
}

/** Elements of the result: along which axis the lanes run, and from where. */
interface Spot {
  readonly i: Place;
  readonly j: Place;
  readonly axis: 0 | 1;
}

/** What becomes of a product's sums: bias, light calculations, and the stores. */
export class EpilogueWriter {
  readonly #writer: NestWriter;
  readonly #group: ProductGroup;
  readonly #plan: ProductPlan;
  readonly #stores: Stores;
  readonly #lanes: number;
  readonly #matrix: Place["moving"];

  /** @param matrix of many, which one is made: elements of the result from one to the next */
  constructor(
    writer: NestWriter,
    group: ProductGroup,
    plan: ProductPlan,
    stores: Stores,
    matrix: Place["moving"],
  ) {
    this.#writer = writer;
    this.#group = group;
    this.#plan = plan;
    this.#stores = stores;
    this.#lanes = lanesOf(group.item.element);
    this.#matrix = matrix;
  }

  /** What a tile's sums begin with: the bias, where whole vectors can take it, or 0. */
  initial(row: Place, column: Place, lanes: number): Register {
    const { bias, element } = this.#group.item;
    const to = this.#writer.register(element, this.#lanes);
    const isWhole = lanes === this.#lanes;
    const from =
      bias && isWhole
        ? this.#load(bias, this.#strides(bias), this.#spot(row, column), this.#lanes)
        : this.#writer.constant(element, this.#lanes, 0);
    this.#writer.copy(to, from);
    return to;
  }

  /** The sums of the blocks of K before, from where `keep` has put them. */
  soFar(row: Place, column: Place): Register {
    const { to, element } = this.#group.item;
    const sums = this.#writer.register(element, this.#lanes);
    // Lanes beyond the last column read what lies behind it, and are of no matter.
    this.#writer.copy(sums, this.#loadResult(to, this.#spot(row, column)));
    return sums;
  }

  /** Puts sums that are not yet whole where `soFar` finds them. */
  keep({ sum, row, column, lanes }: TileVector): void {
    const { to } = this.#group.item;
    this.#each(sum, this.#spot(row, column), lanes, (part, spot, width) =>
      this.#store(to, part, spot, width),
    );
  }

  /** The result of a tile's vector. */
  finish({ sum, row, column, lanes }: TileVector): void {
    const isWhole = lanes === this.#lanes;
    this.#each(sum, this.#spot(row, column), lanes, (part, spot, width) =>
      this.#result(part, spot, width, !isWhole),
    );
  }

  /** The results of several rows, one in each lane; what does not fill a vector is added to it from `single`. */
  finishDot(row: Place, tall: number, sums: Register, single: readonly Register[] | undefined): void {
    const spot: Spot = { i: row, j: front, axis: 0 };
    if (single === undefined && tall === this.#lanes) return this.#result(sums, spot, this.#lanes, true);
    for (let r = 0; r < tall; r++) {
      const part = this.#writer.lane(sums, r);
      const total = single ? this.#writer.call("add", part, single[r]!) : part;
      this.#result(total, moved(spot, r), 1, true);
    }
  }

  /** Vectors as they are, parts of one lane by lane. */
  #each(
    sum: Register,
    spot: Spot,
    lanes: number,
    body: (part: Register, spot: Spot, width: number) => void,
  ): void {
    if (lanes === this.#lanes) return body(sum, spot, lanes);
    for (let lane = 0; lane < lanes; lane++) body(this.#writer.lane(sum, lane), moved(spot, lane), 1);
  }

  #result(sum: Register, spot: Spot, width: number, needsBias: boolean): void {
    const { item, epilogue } = this.#group;
    const { bias, element } = item;
    let total = sum;
    if (bias && needsBias) {
      total = this.#writer.call("add", sum, this.#load(bias, this.#strides(bias), spot, width));
    }
    const known = new Map<Value, Register>([[item.to, total]]);
    this.#store(item.to, total, spot, width);
    for (const map of epilogue) {
      const given = map.operands.map(
        (view) => known.get(view.value) ?? this.#load(view, this.#strides(view), spot, width),
      );
      const result = this.#writer.line(map.line, given, element, width);
      known.set(map.to, result);
      this.#store(map.to, result, spot, width);
    }
  }

  #spot(row: Place, column: Place): Spot {
    return this.#plan.isSwapped ? { i: column, j: row, axis: 0 } : { i: row, j: column, axis: 1 };
  }

  #dims(): readonly [number, number] {
    return [this.#group.item.a.shape[0]!, this.#group.item.b.shape[1]!];
  }

  /** A view's strides along the rows and the columns of the result. */
  #strides(view: View): readonly [number, number] {
    const [rows, columns] = this.#dims();
    const own = longStrides(view);
    const first = rows === 1 ? 0 : own.shift()!;
    return [first, columns === 1 ? 0 : own.shift()!];
  }

  #load(view: View, strides: readonly [number, number], spot: Spot, width: number): Register {
    const { value } = view;
    const bytes = storedBytes[storedAs(value.dtype)];
    return this.#loadAt(
      value,
      { base: value.buffer!.at + view.offset * bytes, terms: [] },
      strides,
      spot,
      width,
    );
  }

  #loadResult(value: Value, spot: Spot): Register {
    const [, columns] = this.#dims();
    return this.#loadAt(value, this.#first(value), [columns, 1], spot, this.#lanes);
  }

  #loadAt(
    { dtype }: Value,
    first: Address,
    [rowStride, columnStride]: readonly [number, number],
    spot: Spot,
    width: number,
  ): Register {
    const stored = storedAs(dtype);
    const bytes = storedBytes[stored];
    const to = this.#writer.register(this.#group.item.element, width, dtype === "bool");
    const at = elementAddress(first, bytes, { rowStride, columnStride }, spot.i, spot.j);
    const step = (spot.axis === 0 ? rowStride : columnStride) * bytes;
    this.#writer.push({ kind: "load", to, at, stored, step });
    return to;
  }

  /** Where the matrix that is made begins. */
  #first({ buffer, dtype }: Value): Address {
    const bytes = storedBytes[storedAs(dtype)];
    return {
      base: buffer!.at,
      terms: this.#matrix.map(({ index, step }) => ({ index, stride: step * bytes })),
    };
  }

  #store(value: Value, from: Register, spot: Spot, width: number): void {
    if (value.buffer === undefined) return;
    const [, columns] = this.#dims();
    const strides = { rowStride: columns, columnStride: 1 };
    const bytes = storedBytes[storedAs(value.dtype)];
    const at = elementAddress(this.#first(value), bytes, strides, spot.i, spot.j);
    storeResult(this.#writer, this.#stores, value, from, at, width === 1 ? 0 : spot.axis === 0 ? columns : 1);
  }
}

function moved(spot: Spot, lane: number): Spot {
  if (lane === 0) return spot;
  return spot.axis === 0 ? { ...spot, i: further(spot.i, lane) } : { ...spot, j: further(spot.j, lane) };
}
