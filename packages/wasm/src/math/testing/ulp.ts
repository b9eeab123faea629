import type { Element } from "../../ir/program.js";
import type { Exact } from "./exact.js";
import { exactly, shift } from "./fixed.js";

/** The digits of a number after the first, in binary. */
const fractionBits: Readonly<Record<Element, number>> = { f32: 23, f64: 52 };

/** How far a result is from a wanted number, in units in that number's last place. */
export function ulpError(got: number, wanted: number, element: Element): number {
  const exponent =
    exactly(wanted).exponent + exactly(wanted).mantissa.toString(2).replace("-", "").length - 1;
  return Math.abs(got - wanted) / 2 ** (exponent - fractionBits[element]);
}

/** As {@link ulpError}, of a number with more digits than float64 has. */
export function exactUlpError(got: number, { value, bits }: Exact, element: Element): number {
  const magnitude = value < 0n ? -value : value;
  const lastPlace = magnitude.toString(2).length - 1 - fractionBits[element];
  const { mantissa, exponent } = exactly(got);
  const difference = shift(mantissa, exponent + bits) - value;
  return Number(shift(difference < 0n ? -difference : difference, 30 - lastPlace)) / 2 ** 30;
}
