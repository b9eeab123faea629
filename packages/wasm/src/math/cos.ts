import type { Element } from "../ir/program.js";
import { sinOfTurns } from "./halfTurns.js";
import type { Machine } from "./machine.js";

/**
 * cos x = ±sin r, x = (k + ½)π + r. In relative error while |x| ≤ 10⁵ (float64: 10⁷); beyond, all digits may be
 * lost, but the result stays within ±1. NaN for infinite x.
 * Worst error measured: 2.32 ulp in float32 (every |x| from 2⁻¹⁰ to 10⁵), 2.40 in float64 (millions drawn).
 */
export function cos<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const k = m.round(m.subtract(m.multiply(x, 1 / Math.PI), 0.5));
  return sinOfTurns(m, x, m.add(k, 0.5), m.add(k, 1), element);
}
