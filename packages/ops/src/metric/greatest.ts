import type { TensorView } from "@chainrule/core";

/** The class with the greatest of `count` numbers from `start` on: the first of those that tie. */
export function greatestClass(x: TensorView, start: number, count: number): number {
  let best = 0;
  for (let c = 1; c < count; c++) if (x.data[start + c]! > x.data[start + best]!) best = c;
  return best;
}
