import { atMost } from "./clamp.js";
import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { polynomial } from "./polynomial.js";
import { ln2, vanishing } from "./reduceExponent.js";

/** (e⁻ʳ - 1 + r) / r², minimax in relative error of e⁻ʳ over |r| ≤ ½ ln 2. */
const coefficients: Readonly<Record<Element, readonly number[]>> = {
  f32: [0.49999994, -0.16666521, 0.04166839, -0.008368714, 0.001381452],
  f64: [
    0.5000000000000011, -0.16666666666666413, 0.0416666666665303, -0.008333333333494538,
    0.0013888888943593856, -0.0001984126950604641, 2.4801493135927274e-5, -2.755758709434757e-6,
    2.7630235246543954e-7, -2.499977455270008e-8,
  ],
};

/**
 * 1 / (1 + e⁻ˣ), which is eˣ in its last digits too where that is small; e⁻ˣ = 2ⁿ e⁻ʳ. Exactly 0 below -86.99
 * (float64: -708.05), so never subnormal.
 * Worst error measured: 2.49 ulp in float32 (every |x| ≥ 2⁻¹⁴), 2.22 in float64 (millions drawn).
 */
export function sigmoid<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const { high, low } = ln2[element];
  const clamped = atMost(m, x, -vanishing[element]);
  const n = m.round(m.multiply(clamped, -Math.LOG2E));
  const r = m.add(m.add(clamped, m.multiply(n, high)), m.multiply(n, low));
  const square = m.multiply(r, r);
  const rest = m.multiply(square, polynomial(m, r, coefficients[element], square));
  const power = m.multiply(m.add(m.subtract(rest, r), 1), m.powerOfTwo(n));
  return m.select(m.less(x, vanishing[element]), 0, m.divide(1, m.add(power, 1)));
}
