import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { polynomial } from "./polynomial.js";

/** (eʳ - 1 - r) / r², minimax in relative error of eʳ over -½ ln 2 … ln 2, a third as strict above ½ ln 2. */
const coefficients: Readonly<Record<Element, readonly number[]>> = {
  f32: [0.50000185, 0.16666736, 0.04162647, 0.0083461655, 0.0015930574],
  f64: [
    0.5000000000000003, 0.16666666666665875, 0.041666666666634676, 0.008333333333766626,
    0.0013888888894567687, 0.00019841269017061792, 2.4801588092696427e-5, 2.7557970321131816e-6,
    2.755030034960392e-7, 2.4888053392348114e-8, 2.4301514101171207e-9,
  ],
};

/** eʳ for -½ ln 2 ≤ r ≤ ln 2, and infinite where r is. */
export function exponentialSeries<T, B>(m: Machine<T, B>, r: T, element: Element): T {
  const square = m.multiply(r, r);
  const rest = m.multiply(square, polynomial(m, r, coefficients[element], square));
  return m.add(m.add(rest, r), 1);
}
