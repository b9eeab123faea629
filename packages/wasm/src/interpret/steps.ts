import { float64Algebra } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import type { MachineName } from "../math/machine.js";

/** One exact step on numbers; truth values are 1 and 0. */
type Step = (a: number, b: number, c: number) => number;

const words = new DataView(new ArrayBuffer(8));

/** Steps that are exact already, whatever the element. */
const exact = {
  negate: (a) => -a,
  abs: Math.abs,
  minimum: (a, b) => Math.min(a, b),
  maximum: (a, b) => Math.max(a, b),
  less: (a, b) => (a < b ? 1 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
  select: (condition, yes, no) => (condition !== 0 ? yes : no),
  round: (a) => float64Algebra.round(a),
} as const satisfies Partial<Record<MachineName, Step>>;

/** The steps of double precision. The bit tricks are those that the emitted instructions do, for any argument. */
const float64Steps: Readonly<Record<MachineName, Step>> = {
  ...exact,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  sqrt: Math.sqrt,
  powerOfTwo(n) {
    words.setFloat64(0, n + magic.f64);
    words.setInt32(0, (words.getInt32(4) + 1023) << 20);
    words.setInt32(4, 0);
    return words.getFloat64(0);
  },
  exponent(a) {
    words.setFloat64(0, a);
    return (words.getInt32(0) >> 20) - 1023;
  },
  mantissa(a) {
    words.setFloat64(0, a);
    words.setInt32(0, (words.getInt32(0) & 0x000fffff) | 0x3ff00000);
    return words.getFloat64(0);
  },
};

/** The steps of single precision: rounding a double result once more gives the single result, for each of these. */
const float32Steps: Readonly<Record<MachineName, Step>> = {
  ...exact,
  add: (a, b) => Math.fround(a + b),
  subtract: (a, b) => Math.fround(a - b),
  multiply: (a, b) => Math.fround(a * b),
  divide: (a, b) => Math.fround(a / b),
  sqrt: (a) => Math.fround(Math.sqrt(a)),
  powerOfTwo(n) {
    words.setFloat32(0, n + magic.f32);
    words.setInt32(0, (words.getInt32(0) + 127) << 23);
    return words.getFloat32(0);
  },
  exponent(a) {
    words.setFloat32(0, a);
    return (words.getInt32(0) >> 23) - 127;
  },
  mantissa(a) {
    words.setFloat32(0, a);
    words.setInt32(0, (words.getInt32(0) & 0x007fffff) | 0x3f800000);
    return words.getFloat32(0);
  },
};

/** What each step of the machine does, for either element. */
export const steps: Readonly<Record<Element, Readonly<Record<MachineName, Step>>>> = {
  f32: float32Steps,
  f64: float64Steps,
};

/** A number so large that adding it to an integer leaves that integer in the lowest bits: 1.5 · 2²³, 1.5 · 2⁵². */
export const magic: Readonly<Record<Element, number>> = { f32: 12582912, f64: 6755399441055744 };
