import { storedBytes } from "../ir/program.js";
import { lanesOf } from "./nestWriter.js";
import type { ProductItem } from "./item.js";
import { type Buffer, storedAs, type View } from "./value.js";

/** Multiply-adds up to which a product is computed at once: what it reads stays in the nearest caches. */
const smallWork = 40_000;
/** Bytes of a factor that stay in the nearest cache while it is read many times. */
const nearBytes = 16 * 1024;
/** Rows of K and of M, and columns, that are taken at a time, so that what is packed stays in the caches. */
const innerBlock = 256;
const rowBlock = 512;
const columnBlock = 512;

/** A matrix in memory: strides in elements. */
export interface Matrix {
  readonly view: View;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** How a product is computed. */
export interface ProductPlan {
  /** As a dot product for each row, vectors along K; else vectors run along the columns. */
  readonly isDot: boolean;
  /** The factors; of Cᵀ = Bᵀ Aᵀ where `isSwapped`, so that vectors run along the rows of C: the batch, in tiny layers. */
  readonly a: Matrix;
  readonly b: Matrix;
  readonly isSwapped: boolean;
  readonly tile: { readonly rows: number; readonly vectors: number };
  readonly innerBlock: number;
  readonly rowBlock: number;
  readonly columnBlock: number;
  /** Where blocks of A and panels of B are copied to, so that they are read one after another. */
  readonly packedA: Buffer | undefined;
  readonly packedB: Buffer | undefined;
}

/** Whether a product is computed in one pass along K, so that its result is in registers when it is whole. */
export function isSmallProduct({ a, b }: ProductItem): boolean {
  return a.shape[0]! * a.shape[1]! * b.shape[1]! <= smallWork;
}

/** Chooses how a product is computed, from its shapes and strides alone. */
export function productPlan(item: ProductItem): ProductPlan {
  const lanes = lanesOf(item.element);
  const [left, right] = [matrix(item.a), matrix(item.b)];
  const isVector = right.columns === 1 && left.columnStride === 1 && right.rowStride === 1;
  const isDot = isVector && left.columns >= lanes;
  const isSwapped = !isDot && right.columns < lanes && left.rows > right.columns;
  const [a, b] = isSwapped ? [transposed(right), transposed(left)] : [left, right];
  const isSmall = isSmallProduct(item);
  const tile = isDot ? { rows: lanes, vectors: 1 } : tileOf(a.rows, Math.ceil(b.columns / lanes));
  const inner = Math.max(1, isSmall ? a.columns : evenBlock(a.columns, innerBlock));
  const rows = Math.max(1, isSmall ? a.rows : Math.min(a.rows, roundUp(rowBlock, tile.rows)));
  const width = tile.vectors * lanes;
  const columns = Math.min(roundUp(b.columns, width), roundUp(columnBlock, width));
  const bytes = storedBytes[storedAs(item.to.dtype)];
  const isNear = ({ rows, columns }: Matrix): boolean => rows * columns * bytes <= nearBytes;
  const packsB = !isDot && (b.columnStride !== 1 || !(isNear(b) || a.rows <= 2 * tile.rows));
  const packsA = !isDot && !isNear(a) && a.columnStride !== 1 && b.columns > 2 * width;
  const name = item.to.name;
  return {
    isDot,
    a,
    b,
    isSwapped,
    tile,
    innerBlock: inner,
    rowBlock: rows,
    columnBlock: Math.max(width, columns),
    packedA: packsA
      ? { name: `${name} (rows)`, bytes: roundUp(rows, tile.rows) * inner * bytes, at: -1 }
      : undefined,
    packedB: packsB ? { name: `${name} (columns)`, bytes: inner * columns * bytes, at: -1 } : undefined,
  };
}

function matrix(view: View): Matrix {
  const [rows, columns] = view.shape as readonly [number, number];
  // Along an axis of size 1 there is no step, so it may be called contiguous.
  return {
    view,
    rows,
    columns,
    rowStride: rows === 1 ? 1 : view.strides[0]!,
    columnStride: columns === 1 ? 1 : view.strides[1]!,
  };
}

function transposed({ view, rows, columns, rowStride, columnStride }: Matrix): Matrix {
  return { view, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride };
}

/**
 * Rows and vectors of a tile: with a vector of each column and one number of A they fill the sixteen registers that
 * every processor has.
 */
function tileOf(rows: number, vectors: number): { rows: number; vectors: number } {
  const wide =
    vectors <= 2 ? Math.max(1, vectors) : vectors % 3 === 0 || vectors > 24 || vectors % 2 === 1 ? 3 : 2;
  const most = wide === 1 ? 8 : wide === 2 ? 6 : 4;
  for (let tall = most; tall > most / 2; tall--) if (rows % tall === 0) return { rows: tall, vectors: wide };
  return { rows: Math.max(1, Math.min(most, rows)), vectors: wide };
}

/** A size near `block` that divides the whole into equal parts but for the last. */
function evenBlock(size: number, block: number): number {
  const parts = Math.max(1, Math.round(size / block));
  return Math.max(1, Math.ceil(size / parts));
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
