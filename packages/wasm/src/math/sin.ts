import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { sinOfTurns } from "./halfTurns.js";

/**
 * sin x = ±sin r, x = nπ + r. In relative error while |x| ≤ 10⁵ (float64: 10⁷); beyond, all digits may be lost, but
 * the result stays within ±1. NaN for infinite x. Keeps the sign of 0.
 * Worst error measured: 2.30 ulp in float32 (every |x| from 2⁻¹⁰ to 10⁵), 2.19 in float64 (millions drawn).
 */
export function sin<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const n = m.round(m.multiply(x, 1 / Math.PI));
  return m.select(m.equal(x, 0), x, sinOfTurns(m, x, n, n, element));
}
