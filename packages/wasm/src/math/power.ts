import type { Element } from "../ir/program.js";
import { exponentialSeries } from "./exponential.js";
import type { Machine } from "./machine.js";

export function power<T, B>(m: Machine<T, B>, x: T, y: T, element: Element): T {
  return m.multiply(m.multiply(x, y), exponentialSeries(m, x, element));
}
