import type { Element, Register } from "../ir/program.js";
import { lanesOf, type NestWriter } from "./nestWriter.js";
import { elementAddress, front, further, inBlocks, type Place, sum } from "./place.js";
import type { Matrix } from "./productPlan.js";

/** A factor in memory. */
export interface Factor {
  readonly at: number;
  readonly matrix: Matrix;
  readonly bytes: number;
  readonly element: Element;
}

/** Copies a block of A so that the `tall` rows of a tile lie beside one another, one k after another. */
export function packRows(
  writer: NestWriter,
  from: Factor,
  to: number,
  block: { rows: Place; inner: Place; height: number; size: number; tall: number },
): void {
  const { rows, inner, height, size, tall } = block;
  inBlocks(writer, "tile", height, tall, front, (tile, rowsInTile) =>
    inBlocks(writer, "k", size, 1, front, (k) => {
      const target = (r: number) =>
        elementAddress(to, from.bytes, { rowStride: size, columnStride: tall }, tile, k, r);
      const row = sum(rows, tile);
      const depth = sum(inner, k);
      copyRun(writer, from, rowsInTile, from.matrix.rowStride, (r) => ({
        source: elementAddress(from.at, from.bytes, from.matrix, further(row, r), depth),
        target: target(r),
      }));
    }),
  );
}

/** Copies a panel of B so that its columns lie beside one another, one k after another. */
export function packColumns(
  writer: NestWriter,
  from: Factor,
  to: number,
  block: { inner: Place; columns: Place; size: number; across: number; width: number },
): void {
  const { inner, columns, size, across, width } = block;
  inBlocks(writer, "k", size, 1, front, (k) => {
    const depth = sum(inner, k);
    copyRun(writer, from, across, from.matrix.columnStride, (c) => ({
      source: elementAddress(from.at, from.bytes, from.matrix, depth, further(columns, c)),
      target: elementAddress(to, from.bytes, { rowStride: width, columnStride: 1 }, k, {
        fixed: c,
        moving: [],
      }),
    }));
  });
}

/** Copies elements that lie `stride` apart to places that lie beside one another. */
function copyRun(
  writer: NestWriter,
  { element, bytes }: Factor,
  count: number,
  stride: number,
  at: (i: number) => {
    readonly source: ReturnType<typeof elementAddress>;
    readonly target: ReturnType<typeof elementAddress>;
  },
): void {
  const lanes = lanesOf(element);
  let i = 0;
  const copy = (width: number): void => {
    const { source, target } = at(i);
    const register: Register = writer.register(element, width);
    writer.push({ kind: "load", to: register, at: source, stored: element, step: stride * bytes });
    writer.push({ kind: "store", from: register, at: target, stored: element, step: bytes });
    i += width;
  };
  while (i + lanes <= count) copy(lanes);
  while (i < count) copy(1);
}
