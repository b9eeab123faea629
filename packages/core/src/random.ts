import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { normalQuantile } from "./quantile.js";

/** What draws are for; each stream is independent of the others. */
export type Stream = "init" | "data" | "batch" | "noise";

/** Random numbers that depend on (seed, stream, path, step, element) and on nothing else. */
export interface Draws {
  /** Uniform on [0, 1), 53 bits. */
  uniform(step: number, element: number): number;
  /** Standard normal. */
  normal(step: number, element: number): number;
  /** A random order of 0 … length-1. */
  permutation(step: number, length: number): Uint32Array;
}

/**
 * The draws of one stream.
 * @param path whose draws these are within the stream: a node's path, a split's name
 * @see Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (Philox 4x32-10)
 */
export function draws(seed: number, stream: Stream, path: string): Draws {
  const digest = sha256(utf8ToBytes(JSON.stringify([seed, stream, path])));
  const key = new DataView(digest.buffer, digest.byteOffset);
  const key0 = key.getUint32(0);
  const key1 = key.getUint32(4);
  const block = new Uint32Array(4);
  const uniform = (step: number, element: number): number => {
    block[0] = element >>> 0;
    block[1] = Math.floor(element / 2 ** 32);
    block[2] = step >>> 0;
    block[3] = Math.floor(step / 2 ** 32);
    philox4x32(block, key0, key1);
    return ((block[0] >>> 5) * 2 ** 26 + (block[1] >>> 6)) / 2 ** 53;
  };
  return {
    uniform,
    // The middle of one of 2^52 equal cells: never 0 or 1.
    normal: (step, element) => normalQuantile((Math.floor(uniform(step, element) * 2 ** 52) + 0.5) / 2 ** 52),
    permutation(step, length) {
      const order = Uint32Array.from({ length }, (_, i) => i);
      for (let i = length - 1; i > 0; i--) {
        const j = Math.floor(uniform(step, i) * (i + 1));
        const held = order[i]!;
        order[i] = order[j]!;
        order[j] = held;
      }
      return order;
    },
  };
}

/** Philox 4x32 with ten rounds, in place on four counter words. */
export function philox4x32(block: Uint32Array, key0: number, key1: number): void {
  let a = block[0]!;
  let b = block[1]!;
  let c = block[2]!;
  let d = block[3]!;
  for (let round = 0; round < 10; round++) {
    const low0 = Math.imul(0xd2511f53, a);
    const high0 = multiplyHigh(0xd2511f53, a);
    const low1 = Math.imul(0xcd9e8d57, c);
    const high1 = multiplyHigh(0xcd9e8d57, c);
    a = high1 ^ b ^ key0;
    b = low1;
    c = high0 ^ d ^ key1;
    d = low0;
    key0 = (key0 + 0x9e3779b9) | 0;
    key1 = (key1 + 0xbb67ae85) | 0;
  }
  block[0] = a;
  block[1] = b;
  block[2] = c;
  block[3] = d;
}

/** The upper 32 bits of the unsigned product of two 32-bit words. */
function multiplyHigh(x: number, y: number): number {
  const x0 = x & 0xffff;
  const x1 = x >>> 16;
  const y0 = y & 0xffff;
  const y1 = y >>> 16;
  const low = x0 * y0;
  const middle = x1 * y0 + (low >>> 16);
  const carry = (middle & 0xffff) + x0 * y1;
  return (x1 * y1 + Math.floor(middle / 65536) + Math.floor(carry / 65536)) | 0;
}
