import { attribute, scalarShape, type Shape, type TensorView, type Value } from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { multiply } from "../elementwise/multiply.js";
import type { Axes } from "../reduce/axes.js";
import { mean } from "../reduce/mean.js";
import { size } from "../reduce/size.js";
import { sum } from "../reduce/sum.js";

/** What becomes of the single losses: kept apart, added up, or averaged. */
export type Reduction = "none" | "sum" | "mean";

/** Always stated: lectures differ, and a factor N hides in the difference. */
export const reductionAttribute = attribute.choice(["none", "sum", "mean"], {
  doc: '"none": one loss each; "sum": added up; "mean": their sum over how many there are',
  convention: true,
});

/** The shape of a reduced loss. */
export function lossShape(losses: Shape, reduction: Reduction): Shape {
  return reduction === "none" ? losses : scalarShape;
}

/** The single losses, reduced. */
export function reduceLosses(losses: Value, reduction: Reduction): Value {
  if (reduction === "none") return losses;
  return reduction === "sum" ? sum(losses) : mean(losses);
}

/**
 * A kernel's reduction: writes what becomes of `count` losses.
 * @param divisor what a mean divides their sum by
 */
export function writeLosses(
  output: TensorView,
  reduction: Reduction,
  count: number,
  loss: (i: number) => number,
  divisor = count,
): void {
  if (reduction === "none") {
    for (let i = 0; i < count; i++) output.data[i] = loss(i);
    return;
  }
  let total = 0;
  for (let i = 0; i < count; i++) total += loss(i);
  output.data[0] = reduction === "sum" ? total : total / divisor;
}

/**
 * The cotangent of what the losses were made of: g times the slope of each loss, over how many there are for a
 * mean. The count divides the slope, not g, so that over no losses it stays 0.
 * @param axes along which the slope has one index a loss
 */
export function pullBack(g: Value, slope: Value, reduction: Reduction, axes: Axes = "all"): Value {
  return multiply(g, reduction === "mean" ? divide(slope, size(slope, { axes })) : slope);
}

/**
 * A kernel's share of the cotangent: what the slope of loss `i` is multiplied by.
 * @param divisor what a mean divides by: as a rule, how many losses there are
 */
export function lossCotangentAt(g: TensorView, reduction: Reduction, divisor: number): (i: number) => number {
  if (reduction === "none") return (i) => g.data[i]!;
  const share = reduction === "mean" ? g.data[0]! / divisor : g.data[0]!;
  return () => share;
}
