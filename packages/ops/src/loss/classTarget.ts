import { attribute, type Need, sameShape, type Shape, type TensorView, type Value } from "@chainrule/core";
import { isIndex, refuseIndex } from "../indexing/refuseIndex.js";
import { oneHot } from "../indexing/oneHot.js";
import { reductionAttribute } from "./reduction.js";

/** How a class is told: by its number, or by a number for each class, which is 1 for one of them or a probability. */
export type ClassTarget = "index" | "oneHot" | "probabilities";

const classTargetAttribute = attribute.choice(["index", "oneHot", "probabilities"], {
  doc: '"index": int32 class numbers from 0; "oneHot" or "probabilities": a float for each class',
  convention: true,
});

/** What losses over classes are told. */
export const classLossAttributes = { target: classTargetAttribute, reduction: reductionAttribute };

/** The kind of number that the target is. */
export function classLossKinds({ target }: { readonly target: ClassTarget }): {
  readonly target: "int" | "float";
} {
  return { target: target === "index" ? "int" : "float" };
}

/**
 * Refuses scores and target that do not belong together.
 * @param name of the input that has a number for each class
 */
export function checkClassTarget(
  scores: Shape,
  target: Shape,
  kind: ClassTarget,
  need: Need,
  name: "logits" | "p" | "logP" = "logits",
): void {
  need(scores.length >= 1, `${name} [examples, classes]`);
  if (kind !== "index") {
    need(sameShape(target, scores), `target = ${name}, for target "${kind}"`);
    return;
  }
  const classes = scores[scores.length - 1];
  need(sameShape(target, scores.slice(0, -1)), `target = ${name} without the last axis, for target "index"`);
  need(typeof classes === "number", `a number of classes that is known: the last dim of ${name}`);
  need(classes !== 0, `at least one class to choose: the last dim of ${name}`);
}

/** The target as a probability for each class. */
export function classProbabilities(scores: Value, target: Value, kind: ClassTarget): Value {
  const classes = scores.shape[scores.shape.length - 1];
  return kind === "index" && typeof classes === "number" ? oneHot(target, { classes }) : target;
}

/**
 * A kernel's view of the same: the probability of class `c` in row `i`.
 * @throws {Refusal} index-out-of-range
 */
export function classProbabilityAt(
  op: string,
  target: TensorView,
  kind: ClassTarget,
  classes: number,
): (i: number, c: number) => number {
  if (kind !== "index") return (i, c) => target.data[i * classes + c]!;
  for (const index of target.data) if (!isIndex(index, classes)) throw refuseIndex(op, index, classes);
  return (i, c) => (target.data[i] === c ? 1 : 0);
}
