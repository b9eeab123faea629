import {
  apply,
  attribute,
  type AttributesOf,
  defineOp,
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
import { classLossAttributes, classLossKinds, classProbabilities, type ClassTarget } from "./classTarget.js";
import { reduceLosses } from "./reduction.js";
import { cotangentOfRows, pullBackRows } from "./rows.js";

/** What some classes, and rows without a class, count for. */
const weightAttributes = {
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

type Weights = AttributesOf<typeof weightAttributes>;
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

/** The target as a share for each class: its probability times the class's weight, and 0 throughout an ignored row. */
export function classShares(scores: Value, target: Value, settings: WeighedLoss): Value {
  const { target: kind, classWeights, ignoreIndex } = settings;
  if (isPlain(settings)) return classProbabilities(scores, target, kind);
  const classes = scores.shape[scores.shape.length - 1];
  const known = typeof classes === "number" ? classes : classWeights.length;
  return sharesOf(target, { target: kind, classes: known, classWeights, ignoreIndex });
}

function sharesOf(
  target: Value,
  settings: Weights & { readonly target: ClassTarget; readonly classes: number },
): Value {
  return apply(classSharesOp, { target }, settings);
}

/**
 * A kernel's view of the same: the share of class `c` in row `i`.
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

export const classSharesOp = defineOp({
  name: "classShares",
  doc: {
    summary: "classes as a share for each: 1 or a probability, times the class's weight; 0 where ignored",
  },
  inputs: { target: "any" },
  attributes: {
    target: attribute.choice(["index", "oneHot", "probabilities"], { doc: "as of the losses over classes" }),
    classes: attribute.integer({ doc: "how many classes there are: the last dim", min: 0 }),
    ...weightAttributes,
  },
  kinds: classLossKinds,
  result: "float",
  check(settings, need) {
    checkIgnored(settings, need);
    checkWeights([settings.classes], settings, need);
  },
  shape({ target }, { target: kind, classes }, need) {
    if (kind === "index") {
      need(classes > 0, "at least one class to choose");
      return [...target, classes];
    }
    const last = target[target.length - 1];
    need(
      target.length >= 1 && (last === classes || typeof last === "string"),
      `target [examples, ${classes}]`,
    );
    return target;
  },
  multiplyAdds: (_, output) => output,
  kernel({ target }, output, settings) {
    const classes = output.shape[output.shape.length - 1]!;
    const share = classShareAt("classShares", target, settings, classes);
    for (let k = 0; k < output.data.length; k++) output.data[k] = share(Math.floor(k / classes), k % classes);
  },
  // Linear in probabilities, and each only in its own: its derivative is itself.
  vjp: { target: (g, _, { attributes }) => sharesOf(g, attributes) },
  samples: [
    {
      inputs: { target: ["N"] },
      attributes: { target: "index", classes: 3, classWeights: [0.5, 2, 1], ignoreIndex: 1 },
      fixed: ["target"],
      domain: { target: [0, 3] },
    },
    {
      inputs: { target: ["N", 2] },
      attributes: { target: "index", classes: 3, ignoreIndex: -1 },
      fixed: ["target"],
      domain: { target: [-1, 3] },
    },
    {
      inputs: { target: ["N", 3] },
      attributes: { target: "probabilities", classes: 3, classWeights: [0.5, 2, 0] },
    },
    { inputs: { target: [2] }, attributes: { target: "oneHot", classes: 2, classWeights: [3, 1] } },
  ],
  latex: (m, { target }, { target: kind }) =>
    m.multiply(m.sign("w", "w"), kind === "index" ? m.index(m.sign("\\mathbf{1}", "1"), target) : target),
});
