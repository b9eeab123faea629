import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { sinOfTurns } from "./halfTurns.js";

/**
 * sin x = ±sin r, x = nπ + r. In relative error while |x| ≤ 10⁵ (float64: 10⁸); beyond, all digits may be lost, but
 * the result stays within ±1. NaN for infinite x. Keeps the sign of 0.
 */
export function sin<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const n = m.nearest(m.multiply(x, 1 / Math.PI));
  return m.select(m.equal(x, 0), x, sinOfTurns(m, x, n, n, element));
}
