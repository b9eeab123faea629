import type { NumericArray, Tensor } from "@chainrule/core";

/** The bits of each NaN in a tensor, in hex; none of integers and truth values. */
export function nanBits({ data }: Tensor): string[] {
  const bits = bitsOf(data);
  return bits === undefined
    ? []
    : [...bits].flatMap((word, i) => (Number.isNaN(data[i]) ? word.toString(16) : []));
}

/** Floats as integers of their width, on the same memory. */
export function bitsOf(data: NumericArray): Uint32Array | BigUint64Array | undefined {
  if (data instanceof Float32Array) return new Uint32Array(data.buffer, data.byteOffset, data.length);
  if (data instanceof Float64Array) return new BigUint64Array(data.buffer, data.byteOffset, data.length);
  return undefined;
}
