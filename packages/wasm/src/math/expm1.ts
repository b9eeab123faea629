import { atLeast } from "./clamp.js";
import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { polynomial } from "./polynomial.js";
import { reduceExponent } from "./reduceExponent.js";

/** (eʳ - 1 - r) / r², minimax in relative error of eʳ - 1 over -½ ln 2 … ln 2, a quarter as strict above ½ ln 2. */
const coefficients: Readonly<Record<Element, readonly number[]>> = {
  f32: [0.5, 0.16666691, 0.041666668, 0.008328316, 0.0013913673, 0.00022265705],
  f64: [
    0.5000000000000001, 0.1666666666666623, 0.04166666666665405, 0.008333333333622312, 0.001388888889098832,
    0.0001984126922514642, 2.4801590065798765e-5, 2.755784139529816e-6, 2.7550406520514373e-7,
    2.4917053363146253e-8, 2.4079155254551006e-9,
  ],
};

/** Where eˣ - 1 has long been -1. */
const lowest: Readonly<Record<Element, number>> = { f32: -30, f64: -60 };

/**
 * eˣ - 1 = 2ⁿ(eʳ - 1) + (2ⁿ - 1), exact in its digits near 0 too. Keeps the sign of 0; infinite where it overflows.
 * Worst error measured: 1.53 ulp in float32 (every |x| ≥ 2⁻¹⁴), 2.16 in float64 (millions drawn).
 */
export function expm1<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const { n, r } = reduceExponent(m, atLeast(m, x, lowest[element]), element);
  const scale = m.powerOfTwo(n);
  const square = m.multiply(r, r);
  const small = m.add(m.multiply(square, polynomial(m, r, coefficients[element], square)), r);
  const result = m.subtract(m.multiply(small, scale), m.subtract(1, scale));
  return m.select(m.equal(x, 0), x, result);
}
