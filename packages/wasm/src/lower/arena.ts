import type { Buffer } from "./value.js";

/** From the first to the last group that uses a buffer; both are to find it whole. */
export interface Lifetime {
  readonly buffer: Buffer;
  readonly first: number;
  readonly last: number;
  /** A buffer of the same size that ends where this one begins, and whose place it may take. */
  readonly inPlaceOf?: Buffer;
}

/** Buffers begin at multiples of this many bytes: a cache line. */
const alignment = 64;

/**
 * Places buffers in one region so that no two that live at the same time overlap: each in the lowest gap it fits in.
 * @param gap bytes left free behind each buffer, for guards
 * @returns the region's size; sets `at` of each buffer, counted from the region's start
 */
export function placeBuffers(lifetimes: readonly Lifetime[], gap = 0): number {
  const begin = lifetimes.reduce((least, { first }) => Math.min(least, first), Infinity);
  const end = lifetimes.reduce((most, { last }) => Math.max(most, last), -Infinity);
  // What lives always is beside everything else: there may be very many, of inputs for one.
  let size = 0;
  const others: Lifetime[] = [];
  for (const life of lifetimes) {
    if (life.first > begin || life.last < end) others.push(life);
    else {
      life.buffer.at = size;
      size += space(life.buffer, gap);
    }
  }
  const bottom = size;
  const placed: Lifetime[] = [];
  for (const life of others.sort((a, b) => a.first - b.first)) {
    const { buffer, first, last, inPlaceOf } = life;
    const isFree = (other: Lifetime): boolean => other.last < first || other.first > last;
    const neighbours = placed.filter((other) => !isFree(other) && other.buffer !== inPlaceOf);
    const fits = (at: number): boolean =>
      neighbours.every(
        (other) =>
          other.buffer.at >= at + space(buffer, gap) || other.buffer.at + space(other.buffer, gap) <= at,
      );
    buffer.at =
      inPlaceOf !== undefined && fits(inPlaceOf.at)
        ? inPlaceOf.at
        : lowestGap(neighbours, bottom, space(buffer, gap), gap);
    size = Math.max(size, buffer.at + space(buffer, gap));
    placed.push(life);
  }
  return size;
}

/** Bytes that a buffer takes with the gap behind it. */
export function space({ bytes }: Pick<Buffer, "bytes">, gap: number): number {
  return Math.ceil((bytes + gap) / alignment) * alignment;
}

/** Where the first gap of a size begins, from `bottom` on. */
function lowestGap(neighbours: Lifetime[], bottom: number, size: number, gap: number): number {
  let at = bottom;
  for (const { buffer } of neighbours.sort((a, b) => a.buffer.at - b.buffer.at)) {
    if (buffer.at >= at + size) break;
    at = Math.max(at, buffer.at + space(buffer, gap));
  }
  return at;
}
