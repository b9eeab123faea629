import type { Stored } from "../ir/program.js";

/** One memory, seen as each kind of number. */
export interface Views {
  f32: Float32Array;
  f64: Float64Array;
  i32: Int32Array;
  u8: Uint8Array;
}

/** Bits to shift a byte address by, for the place in a view. */
export const shiftOf: Readonly<Record<Stored, number>> = { f32: 2, f64: 3, i32: 2, u8: 0 };

export function viewsOf(buffer: ArrayBufferLike): Views {
  // A view takes whole numbers only; memory that ends in the middle of one holds none there.
  const whole = (bytes: number): number => Math.floor(buffer.byteLength / bytes);
  return {
    f32: new Float32Array(buffer, 0, whole(4)),
    f64: new Float64Array(buffer, 0, whole(8)),
    i32: new Int32Array(buffer, 0, whole(4)),
    u8: new Uint8Array(buffer),
  };
}
