import type { TensorView, Value } from "@chainrule/core";
import { reshape } from "../movement/reshape.js";
import { pullBack, type Reduction } from "./reduction.js";

/** How a loss reads its logits: the last axis is the classes, each index of the others an example. */
export function rowsOf(logits: TensorView): { readonly rows: number; readonly classes: number } {
  const classes = logits.shape[logits.shape.length - 1]!;
  return { rows: logits.shape.slice(0, -1).reduce((a, b) => a * b, 1), classes };
}

/** ln Σ eˣ of `count` elements, the greatest taken off first. */
export function logSumExp(x: TensorView, start: number, count: number): number {
  let greatest = -Infinity;
  for (let i = start; i < start + count; i++) greatest = Math.max(greatest, x.data[i]!);
  let total = 0;
  for (let i = start; i < start + count; i++) total += Math.exp(x.data[i]! - greatest);
  return greatest + Math.log(total);
}

/** As {@link pullBack}, with a loss for each row of the slope. */
export function pullBackRows(g: Value, slope: Value, reduction: Reduction): Value {
  const eachRow = reduction === "none" ? reshape(g, [...g.shape, 1]) : g;
  return pullBack(
    eachRow,
    slope,
    reduction,
    slope.shape.slice(0, -1).map((_, axis) => axis),
  );
}
