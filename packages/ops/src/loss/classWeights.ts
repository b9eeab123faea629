import {
  attribute,
  type AttributesOf,
  type Need,
  type Shape,
  type TensorView,
  type Value,
} from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { equal } from "../elementwise/equal.js";
import { multiply } from "../elementwise/multiply.js";
import { select } from "../elementwise/select.js";
import { isIndex, refuseIndex } from "../indexing/refuseIndex.js";
import { sum } from "../reduce/sum.js";
import { classLossAttributes, type ClassTarget } from "./classTarget.js";
import { reduceLosses } from "./reduction.js";
import { cotangentOfRows, pullBackRows } from "./rows.js";

/** What some classes, and rows without a class, count for. */
export const weightAttributes = {
  classWeights: attribute.list(attribute.number({ doc: "what a class counts for", min: 0 }), {
    doc: "what each class counts for, one number a class; empty: all the same",
    default: [],
  }),
  ignoreIndex: attribute.integerOr("none", {
    doc: 'the class number of rows that do not count, for target "index"; it may be no class\'s, such as -100',
    default: "none",
  }),
};

export const weighedLossAttributes = { ...classLossAttributes, ...weightAttributes };

export type Weights = AttributesOf<typeof weightAttributes>;
export type WeighedLoss = AttributesOf<typeof weighedLossAttributes>;

/** Whether every class and row counts for 1. */
export function isPlain({ classWeights, ignoreIndex }: Weights): boolean {
  return classWeights.length === 0 && ignoreIndex === "none";
}

/** Whether a mean is over the weights that were counted, not over rows. */
function isOverWeights(settings: WeighedLoss): boolean {
  return !isPlain(settings) && settings.reduction === "mean" && settings.target !== "probabilities";
}

/** Refuses rows to ignore where no number tells them. */
export function checkIgnored(
  { target, ignoreIndex }: Weights & { readonly target: ClassTarget },
  need: Need,
): void {
  need(target === "index" || ignoreIndex === "none", 'ignoreIndex with target "index" only');
}

/** Refuses weights that are not one for each class. */
export function checkWeights(scores: Shape, { classWeights }: Weights, need: Need): void {
  const classes = scores[scores.length - 1]!;
  need(
    classWeights.length === 0 || classWeights.length === classes,
    `as many classWeights as classes: ${classes}, not ${classWeights.length}`,
  );
}

/**
 * A kernel's view of the target: the share of class `c` in row `i`.
 * @throws {Refusal} index-out-of-range
 */
export function classShareAt(
  op: string,
  target: TensorView,
  { target: kind, classWeights, ignoreIndex }: Weights & { readonly target: ClassTarget },
  classes: number,
): (i: number, c: number) => number {
  const weightOf = (c: number): number => classWeights[c] ?? 1;
  if (kind !== "index") return (i, c) => weightOf(c) * target.data[i * classes + c]!;
  for (const index of target.data)
    if (index !== ignoreIndex && !isIndex(index, classes)) throw refuseIndex(op, index, classes);
  return (i, c) => (target.data[i] === c && c !== ignoreIndex ? weightOf(c) : 0);
}

/** What a kernel's mean divides by: how many rows there are, or the sum of the shares. */
export function meanDivisor(
  share: (i: number, c: number) => number,
  rows: number,
  classes: number,
  settings: WeighedLoss,
): number {
  if (!isOverWeights(settings)) return rows;
  let total = 0;
  for (let i = 0; i < rows; i++) for (let c = 0; c < classes; c++) total += share(i, c);
  return total;
}

/** The losses of single rows, reduced; where nothing counts, a mean is NaN. */
export function reduceShared(losses: Value, shares: Value, settings: WeighedLoss): Value {
  return isOverWeights(settings)
    ? divide(sum(losses), sum(shares))
    : reduceLosses(losses, settings.reduction);
}

/** The cotangent of what the losses were made of, where they were reduced so. Where nothing counts it is 0. */
export function pullBackShared(g: Value, slope: Value, shares: Value, settings: WeighedLoss): Value {
  if (!isOverWeights(settings)) return pullBackRows(g, slope, settings.reduction);
  const total = sum(shares);
  const divisor = select(equal(total, 0), 1, total);
  return multiply(cotangentOfRows(g, settings.reduction), divide(slope, divisor));
}
