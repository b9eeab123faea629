import type { TensorView, Value } from "@chainrule/core";
import { reshape } from "../movement/reshape.js";
import { pullBack, type Reduction } from "./reduction.js";

/** How a loss reads its logits: the last axis is the classes, each index of the others an example. */
export function rowsOf(logits: TensorView): { readonly rows: number; readonly classes: number } {
  const classes = logits.shape[logits.shape.length - 1]!;
  return { rows: logits.shape.slice(0, -1).reduce((a, b) => a * b, 1), classes };
}

/** The greatest of `count` elements. */
export function greatestOf(x: TensorView, start: number, count: number): number {
  let greatest = -Infinity;
  for (let i = start; i < start + count; i++) greatest = Math.max(greatest, x.data[i]!);
  return greatest;
}

/** Σ eˣ of `count` elements, the greatest taken off first: from 1 to `count`. */
export function sumOfExponentials(x: TensorView, start: number, count: number, greatest: number): number {
  let total = 0;
  for (let i = start; i < start + count; i++) total += Math.exp(x.data[i]! - greatest);
  return total;
}

/** The cotangent of single losses, as it broadcasts to their rows. */
export function cotangentOfRows(g: Value, reduction: Reduction): Value {
  return reduction === "none" ? reshape(g, [...g.shape, 1]) : g;
}

/** As {@link pullBack}, with a loss for each row of the slope. */
export function pullBackRows(g: Value, slope: Value, reduction: Reduction): Value {
  return pullBack(
    cotangentOfRows(g, reduction),
    slope,
    reduction,
    slope.shape.slice(0, -1).map((_, axis) => axis),
  );
}
