import { type Address, type Index, type Nest, type Register, storedBytes } from "../ir/program.js";
import type { ProductGroup } from "./group.js";
import type { BatchAxis } from "./item.js";
import { lanesOf, NestWriter } from "./nestWriter.js";
import { EpilogueWriter } from "./epilogue.js";
import { packColumns, packRows } from "./pack.js";
import { elementAddress, front, further, inBlocks, type Place, sum as together } from "./place.js";
import type { ProductPlan } from "./productPlan.js";
import type { Stores } from "./stores.js";
import { storedAs } from "./value.js";

/** Writes the loops of a product, of many matrices one after the other. */
export function productNest(title: string, group: ProductGroup, plan: ProductPlan, stores: Stores): Nest {
  const writer = new NestWriter(title);
  forEachMatrix(writer, group.item.batch ?? [], plan.isSwapped, [], (steps) => {
    const product = new ProductWriter(writer, group, plan, stores, steps);
    if (plan.isDot) product.dot();
    else product.tiles();
  });
  return writer.finish();
}

/** What a loop over matrices adds to the places of a product as it is computed, in elements. */
interface MatrixStep {
  readonly index: Index;
  readonly a: number;
  readonly b: number;
  readonly to: number;
}

function forEachMatrix(
  writer: NestWriter,
  [axis, ...rest]: readonly BatchAxis[],
  isSwapped: boolean,
  outer: readonly MatrixStep[],
  body: (steps: readonly MatrixStep[]) => void,
): void {
  if (axis === undefined) return body(outer);
  const { count, to } = axis;
  const [a, b] = isSwapped ? [axis.b, axis.a] : [axis.a, axis.b];
  writer.loop("matrix", count, (index) =>
    forEachMatrix(writer, rest, isSwapped, [...outer, { index, a, b, to }], body),
  );
}

class ProductWriter {
  readonly #writer: NestWriter;
  readonly #plan: ProductPlan;
  readonly #result: EpilogueWriter;
  readonly #bytes: number;
  readonly #lanes: number;
  readonly #element;
  readonly #steps: readonly MatrixStep[];

  constructor(
    writer: NestWriter,
    group: ProductGroup,
    plan: ProductPlan,
    stores: Stores,
    steps: readonly MatrixStep[],
  ) {
    this.#writer = writer;
    this.#plan = plan;
    this.#steps = steps;
    this.#element = group.item.element;
    this.#lanes = lanesOf(this.#element);
    this.#bytes = storedBytes[storedAs(group.item.to.dtype)];
    const matrix = steps.map(({ index, to }) => ({ index, step: to }));
    this.#result = new EpilogueWriter(writer, group, plan, stores, matrix);
  }

  /** Blocks of K, of rows, panels of columns, tiles. */
  tiles(): void {
    const { a, b, innerBlock, rowBlock, columnBlock, tile } = this.#plan;
    const blocks = Math.ceil(a.columns / innerBlock);
    const width = tile.vectors * this.#lanes;
    const part = (inner: Place, size: number, isFirst: boolean, isLast: boolean): void =>
      inBlocks(this.#writer, "rows", a.rows, rowBlock, front, (rows, height) => {
        this.#packRows(rows, inner, height, size);
        inBlocks(this.#writer, "columns", b.columns, columnBlock, front, (columns, wide) => {
          this.#packColumns(inner, columns, size, wide);
          inBlocks(this.#writer, "panel", wide, width, front, (panel, across) =>
            inBlocks(this.#writer, "tile", height, tile.rows, front, (row, tall) =>
              this.#tile({ rows, row, columns, panel, inner, tall, across, size, isFirst, isLast }),
            ),
          );
        });
      });
    if (blocks <= 1) return part(front, a.columns, true, true);
    part(front, innerBlock, true, false);
    this.#writer.loop("inner", blocks - 2, (index) =>
      part({ fixed: innerBlock, moving: [{ index, step: innerBlock }] }, innerBlock, false, false),
    );
    const last = (blocks - 1) * innerBlock;
    part({ fixed: last, moving: [] }, a.columns - last, false, true);
  }

  #packRows(rows: Place, inner: Place, height: number, size: number): void {
    const { a, packedA, tile } = this.#plan;
    if (packedA === undefined) return;
    const from = { at: this.#first("a"), matrix: a, bytes: this.#bytes, element: this.#element };
    packRows(this.#writer, from, packedA.at, { rows, inner, height, size, tall: tile.rows });
  }

  #packColumns(inner: Place, columns: Place, size: number, across: number): void {
    const { b, packedB, tile } = this.#plan;
    const width = tile.vectors * this.#lanes;
    if (packedB === undefined) return;
    const from = { at: this.#first("b"), matrix: b, bytes: this.#bytes, element: this.#element };
    packColumns(this.#writer, from, packedB.at, { inner, columns, size, across, width });
  }

  /** Where the matrix of a factor begins. */
  #first(factor: "a" | "b"): Address {
    const { value, offset } = this.#plan[factor].view;
    const bytes = this.#bytes;
    const terms = this.#steps.map((step) => ({ index: step.index, stride: step[factor] * bytes }));
    return {
      base: value.buffer!.at + offset * bytes,
      terms: terms.filter(({ stride }) => stride !== 0),
    };
  }

  /** One tile of the result: its sums stay in registers along K. */
  #tile(at: TilePlace): void {
    const { tall, across, size, isFirst, isLast } = at;
    const vectors = Math.ceil(across / this.#lanes);
    const row = together(at.rows, at.row);
    const places = Array.from({ length: tall }, (_, r) =>
      Array.from({ length: vectors }, (__, v) => ({
        row: further(row, r),
        column: further(together(at.columns, at.panel), v * this.#lanes),
        lanes: Math.min(this.#lanes, across - v * this.#lanes),
      })),
    );
    const sums = places.map((ofRow) =>
      ofRow.map(({ row, column, lanes }) =>
        isFirst ? this.#result.initial(row, column, lanes) : this.#result.soFar(row, column),
      ),
    );
    inBlocks(this.#writer, "k", size, 1, front, (k) => this.#accumulate(at, row, k, sums));
    places.forEach((ofRow, r) =>
      ofRow.forEach((place, v) => {
        const vector = { ...place, sum: sums[r]![v]! };
        if (isLast) this.#result.finish(vector);
        else this.#result.keep(vector);
      }),
    );
  }

  #accumulate(at: TilePlace, row: Place, k: Place, sums: readonly (readonly Register[])[]): void {
    const right = sums[0]!.map((_, v) => this.#right(at, k, v));
    sums.forEach((ofRow, r) => {
      const left = this.#left(at, row, k, r);
      ofRow.forEach((sum, v) =>
        this.#writer.combine("add", sum, this.#writer.call("multiply", left, right[v]!)),
      );
    });
  }

  /** An element of A, in all lanes. */
  #left({ row: tile, inner, size }: TilePlace, row: Place, k: Place, r: number): Register {
    const {
      a,
      packedA,
      tile: { rows },
    } = this.#plan;
    const bytes = this.#bytes;
    if (packedA !== undefined) {
      const panel = { rowStride: size, columnStride: rows };
      return this.#load(elementAddress(packedA.at, bytes, panel, tile, k, r), 0);
    }
    const depth = together(inner, k);
    return this.#load(elementAddress(this.#first("a"), bytes, a, further(row, r), depth), 0);
  }

  /** A vector of B: several columns of one row. */
  #right({ inner, columns, panel, size }: TilePlace, k: Place, v: number): Register {
    const { b, packedB, tile } = this.#plan;
    const lead = v * this.#lanes;
    if (packedB !== undefined) {
      const strides = { rowStride: tile.vectors * this.#lanes, columnStride: size };
      return this.#load(elementAddress(packedB.at, this.#bytes, strides, k, panel, lead), this.#bytes);
    }
    const column = further(together(columns, panel), lead);
    return this.#load(
      elementAddress(this.#first("b"), this.#bytes, b, together(inner, k), column),
      this.#bytes,
    );
  }

  #load(at: Address, step: number): Register {
    const to = this.#writer.register(this.#element, this.#lanes);
    this.#writer.push({ kind: "load", to, at, stored: this.#element, step });
    return to;
  }

  /** Dot products: vectors along K, as many rows at a time as a vector has lanes. */
  dot(): void {
    const { a } = this.#plan;
    const lanes = this.#lanes;
    inBlocks(this.#writer, "rows", a.rows, lanes, front, (row, tall) => {
      const sums = Array.from({ length: tall }, () => this.#zero(lanes));
      const whole = Math.floor(a.columns / lanes);
      inBlocks(this.#writer, "k", whole * lanes, lanes, front, (k) => this.#dotStep(row, k, sums, lanes));
      const single = Array.from({ length: tall }, () => this.#zero(1));
      const rest = a.columns - whole * lanes;
      for (let k = 0; k < rest; k++) this.#dotStep(row, { fixed: whole * lanes + k, moving: [] }, single, 1);
      const all = this.#writer.laneSums(
        Array.from({ length: lanes }, (_, r) => sums[Math.min(r, tall - 1)]!),
      );
      this.#result.finishDot(row, tall, all, rest > 0 ? single : undefined);
    });
  }

  #dotStep(row: Place, k: Place, sums: readonly Register[], lanes: number): void {
    const { a, b } = this.#plan;
    const load = (at: Address): Register => {
      const to = this.#writer.register(this.#element, lanes);
      this.#writer.push({ kind: "load", to, at, stored: this.#element, step: this.#bytes });
      return to;
    };
    const right = load(elementAddress(this.#first("b"), this.#bytes, b, k, front));
    sums.forEach((sum, r) => {
      const left = load(elementAddress(this.#first("a"), this.#bytes, a, further(row, r), k));
      this.#writer.combine("add", sum, this.#writer.call("multiply", left, right));
    });
  }

  #zero(lanes: number): Register {
    const to = this.#writer.register(this.#element, lanes);
    this.#writer.copy(to, this.#writer.constant(this.#element, lanes, 0));
    return to;
  }
}

interface TilePlace {
  /** The block of rows, and the tile in it. */
  readonly rows: Place;
  readonly row: Place;
  /** The block of columns, and the panel in it. */
  readonly columns: Place;
  readonly panel: Place;
  readonly inner: Place;
  readonly tall: number;
  readonly across: number;
  readonly size: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}
