import { float64Algebra } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";

type Numbers = Machine<number, boolean>;

const view = new DataView(new ArrayBuffer(8));
const round = Math.fround;

const float64: Numbers = {
  ...float64Algebra,
  powerOfTwo(n) {
    view.setInt32(0, (n + 1023) << 20);
    view.setInt32(4, 0);
    return view.getFloat64(0);
  },
  exponent(a) {
    view.setFloat64(0, a);
    return (view.getInt32(0) >> 20) - 1023;
  },
  mantissa(a) {
    view.setFloat64(0, a);
    view.setInt32(0, (view.getInt32(0) & 0x000fffff) | 0x3ff00000);
    return view.getFloat64(0);
  },
};

/** Rounding a float64 result of float32 numbers gives float32's own: 53 bits are more than twice 24 and two. */
const float32: Numbers = {
  number: round,
  add: (a, b) => round(round(a) + round(b)),
  subtract: (a, b) => round(round(a) - round(b)),
  multiply: (a, b) => round(round(a) * round(b)),
  divide: (a, b) => round(round(a) / round(b)),
  negate: (a) => -round(a),
  abs: (a) => Math.abs(round(a)),
  sqrt: (a) => round(Math.sqrt(round(a))),
  minimum: (a, b) => Math.min(round(a), round(b)),
  maximum: (a, b) => Math.max(round(a), round(b)),
  less: (a, b) => round(a) < round(b),
  equal: (a, b) => round(a) === round(b),
  select: (condition, yes, no) => round(condition ? yes : no),
  round: (a) => float64Algebra.round(round(a)),
  powerOfTwo(n) {
    view.setInt32(0, (n + 127) << 23);
    return view.getFloat32(0);
  },
  exponent(a) {
    view.setFloat32(0, a);
    return (view.getInt32(0) >> 23) - 127;
  },
  mantissa(a) {
    view.setFloat32(0, a);
    view.setInt32(0, (view.getInt32(0) & 0x007fffff) | 0x3f800000);
    return view.getFloat32(0);
  },
};

/**
 * The machine over plain numbers, which rounds as hardware does: each step of "f32" ends in `Math.fround`. Shifts
 * are of 32-bit words, so outside a function's domain the bits are those of the same shift by any other engine.
 */
export function numbersMachine(element: Element): Numbers {
  return element === "f32" ? float32 : float64;
}
