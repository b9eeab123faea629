import type { Nested, Tensor } from "@chainrule/core";
import { toNested } from "@chainrule/core";

/** The number with the fewest digits that float32 rounds to `x`: 0.1 for 0.10000000149011612. */
export function shortestFloat32(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (Math.fround(short) === x) return short;
  }
  return Number(x.toPrecision(9));
}

/** A tensor as nested lists, to be read by people: no more digits than its dtype has. */
export function readable(tensor: Tensor): Nested {
  return tensor.dtype === "float32" ? eachNumber(toNested(tensor)) : toNested(tensor);
}

function eachNumber(value: Nested): Nested {
  return typeof value === "number" ? shortestFloat32(value) : value.map(eachNumber);
}
