import type { DType } from "../dtype.js";

const single = new DataView(new ArrayBuffer(4));
const double = new DataView(new ArrayBuffer(8));

/**
 * How many representable numbers of a dtype one value is from another: 0 for the same, and for two NaNs whatever their
 * bits; from -0 to 0 it is 1. Infinity where only one of them is NaN. Of integers and truth values, their difference.
 */
export function ulpsBetween(a: number, b: number, dtype: DType): number {
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  if (dtype === "float32") return Math.abs(rank32(a) - rank32(b));
  if (dtype !== "float64") return Math.abs(a - b);
  const distance = rank64(a) - rank64(b);
  return Number(distance < 0n ? -distance : distance);
}

/** The unit in the last place of a number: the distance to the next one of larger magnitude. */
export function ulpOf(value: number, dtype: "float32" | "float64"): number {
  const [bits, least] = dtype === "float32" ? [23, 2 ** -149] : [52, 2 ** -1074];
  if (!Number.isFinite(value)) return NaN;
  const magnitude = Math.abs(value);
  let power = 2 ** Math.max(-1074, Math.floor(Math.log2(magnitude)));
  // log2 may round across an integer.
  if (power > magnitude) power /= 2;
  else if (power * 2 <= magnitude) power *= 2;
  return Math.max(power * 2 ** -bits, least);
}

/** Numbers in their order, counted: that of -0 stands just below that of 0. */
function rank32(value: number): number {
  single.setFloat32(0, value);
  const bits = single.getInt32(0);
  return bits >= 0 ? bits : -(bits & 0x7fffffff) - 1;
}

function rank64(value: number): bigint {
  double.setFloat64(0, value);
  const bits = double.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & 0x7fffffffffffffffn) - 1n;
}
