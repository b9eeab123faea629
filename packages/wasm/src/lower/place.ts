import type { Address, Index } from "../ir/program.js";
import type { NestWriter } from "./nestWriter.js";

/** A place along an axis of a matrix: a number from the front, and what loops add to it. */
export interface Place {
  readonly fixed: number;
  readonly moving: readonly { readonly index: Index; readonly step: number }[];
}

/** The front of an axis. */
export const front: Place = { fixed: 0, moving: [] };

/** A place moved on. */
export function further(place: Place, by: number): Place {
  return by === 0 ? place : { ...place, fixed: place.fixed + by };
}

/** Two places one after the other. */
export function sum(a: Place, b: Place): Place {
  return { fixed: a.fixed + b.fixed, moving: [...a.moving, ...b.moving] };
}

/**
 * The address of a matrix's element, and of the one `ahead` elements behind it.
 * @param first where the matrix begins
 */
export function elementAddress(
  first: number | Address,
  bytes: number,
  { rowStride, columnStride }: { readonly rowStride: number; readonly columnStride: number },
  row: Place,
  column: Place,
  ahead = 0,
): Address {
  const { base, terms: outer } = typeof first === "number" ? { base: first, terms: [] } : first;
  const terms = [
    ...outer,
    ...row.moving.map(({ index, step }) => ({ index, stride: step * rowStride * bytes })),
    ...column.moving.map(({ index, step }) => ({ index, stride: step * columnStride * bytes })),
  ];
  return {
    base: base + (row.fixed * rowStride + column.fixed * columnStride + ahead) * bytes,
    terms: terms.filter(({ stride }) => stride !== 0),
  };
}

/** Calls back for each block of a length: whole ones in a loop, and a shorter last one. */
export function inBlocks(
  writer: NestWriter,
  name: string,
  length: number,
  block: number,
  from: Place,
  body: (at: Place, size: number) => void,
): void {
  const whole = Math.floor(length / block);
  if (whole === 1) body(from, block);
  else if (whole > 0) {
    writer.loop(name, whole, (index) =>
      body({ fixed: from.fixed, moving: [...from.moving, { index, step: block }] }, block),
    );
  }
  const rest = length - whole * block;
  if (rest > 0) body(further(from, whole * block), rest);
}
