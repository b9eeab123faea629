import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { polynomial } from "./polynomial.js";
import { reduceExponent, vanishing } from "./reduceExponent.js";

/** (eʳ - 1 - r) / r², minimax in relative error of eʳ over -½ ln 2 … ln 2, a third as strict above ½ ln 2. */
const coefficients: Readonly<Record<Element, readonly number[]>> = {
  f32: [0.50000185, 0.16666736, 0.04162647, 0.0083461655, 0.0015930574],
  f64: [
    0.5000000000000003, 0.16666666666665875, 0.041666666666634676, 0.008333333333766626,
    0.0013888888894567687, 0.00019841269017061792, 2.4801588092696427e-5, 2.7557970321131816e-6,
    2.755030034960392e-7, 2.4888053392348114e-8, 2.4301514101171207e-9,
  ],
};

/**
 * eˣ = 2ⁿ eʳ. Exactly 0 below -86.99 (float64: -708.05), so never subnormal; infinite where it overflows.
 */
export function exp<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const { n, r } = reduceExponent(m, x, element);
  const square = m.multiply(r, r);
  const rest = m.multiply(square, polynomial(m, r, coefficients[element], square));
  const power = m.multiply(m.add(m.add(rest, r), 1), m.powerOfTwo(n));
  return m.select(m.less(x, vanishing[element]), 0, power);
}
