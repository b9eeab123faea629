import type { Address, Element } from "../ir/program.js";
import { lanesOf, type NestWriter } from "./nestWriter.js";
import { elementAddress, front, further, inBlocks, type Place, sum } from "./place.js";
import type { Matrix } from "./productPlan.js";

/** A factor in memory. */
export interface Factor {
  readonly at: Address;
  readonly matrix: Matrix;
  readonly bytes: number;
  readonly element: Element;
}

/** The part of a factor that is copied. */
interface Part {
  readonly row: Place;
  readonly column: Place;
  readonly rows: number;
  readonly columns: number;
}

/** A packed factor: element (i, j) of the part is at i · rowStride + j · columnStride. */
interface Target {
  readonly at: number;
  readonly rowStride: number;
  readonly columnStride: number;
  /** What loops around the part have added. */
  readonly moving: Place;
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
    copyPart(
      writer,
      from,
      { row: sum(rows, tile), column: inner, rows: rowsInTile, columns: size },
      { at: to, rowStride: 1, columnStride: tall, moving: scaled(tile, size) },
    ),
  );
}

/** Copies a block of B in panels, in each of which `width` columns lie beside one another, one k after another. */
export function packColumns(
  writer: NestWriter,
  from: Factor,
  to: number,
  block: { inner: Place; columns: Place; size: number; across: number; width: number },
): void {
  const { inner, columns, size, across, width } = block;
  inBlocks(writer, "panel", across, width, front, (panel, columnsInPanel) =>
    copyPart(
      writer,
      from,
      { row: inner, column: sum(columns, panel), rows: size, columns: columnsInPanel },
      { at: to, rowStride: width, columnStride: 1, moving: scaled(panel, size) },
    ),
  );
}

function scaled({ fixed, moving }: Place, by: number): Place {
  return { fixed: fixed * by, moving: moving.map(({ index, step }) => ({ index, step: step * by })) };
}

/** Copies a part: vectors are read along the axis that lies contiguous, and written as the target has it. */
function copyPart(writer: NestWriter, from: Factor, part: Part, to: Target): void {
  const { matrix, element, bytes } = from;
  const alongRows = matrix.rowStride === 1 && matrix.columnStride !== 1;
  const [outer, inner] = alongRows ? [part.columns, part.rows] : [part.rows, part.columns];
  const lanes = lanesOf(element);
  const sourceStep = (alongRows ? matrix.rowStride : matrix.columnStride) * bytes;
  const targetStep = (alongRows ? to.rowStride : to.columnStride) * bytes;
  const copy = (i: Place, j: Place, width: number): void => {
    const [r, c] = alongRows ? [j, i] : [i, j];
    const register = writer.register(element, width);
    const source = elementAddress(from.at, bytes, matrix, sum(part.row, r), sum(part.column, c));
    const target = elementAddress(to.at, bytes, to, r, c);
    const moved = elementAddress(target.base, bytes, { rowStride: 1, columnStride: 0 }, to.moving, front);
    const at = { base: moved.base, terms: [...target.terms, ...moved.terms] };
    writer.push({
      kind: "load",
      to: register,
      at: source,
      stored: element,
      step: width > 1 ? sourceStep : 0,
    });
    writer.push({ kind: "store", from: register, at, stored: element, step: width > 1 ? targetStep : 0 });
  };
  // What is short is written out, so that the loop along what is long does not begin anew each time.
  if (outer <= shortAxis) {
    inBlocks(writer, "j", inner, lanes, front, (j, width) => {
      for (let i = 0; i < outer; i++) copyLanes(further(front, i), j, width);
    });
  } else {
    inBlocks(writer, "i", outer, 1, front, (i) => {
      for (let j = 0; j < inner; j += lanes) copyLanes(i, further(front, j), Math.min(lanes, inner - j));
    });
  }

  function copyLanes(i: Place, j: Place, width: number): void {
    if (width === lanes) copy(i, j, lanes);
    else for (let lane = 0; lane < width; lane++) copy(i, further(j, lane), 1);
  }
}

/** No tile has more rows, and no panel more columns. */
const shortAxis = 16;
