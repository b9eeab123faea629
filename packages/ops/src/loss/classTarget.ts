import { attribute, type Need, sameShape, type Shape, type TensorView, type Value } from "@chainrule/core";
import { isIndex, refuseIndex } from "../indexing/refuseIndex.js";
import { oneHot } from "../indexing/oneHot.js";
import { reductionAttribute } from "./reduction.js";

/** How a class is told: by its number, or by a probability for each class. */
export type ClassTarget = "index" | "oneHot";

const classTargetAttribute = attribute.choice(["index", "oneHot"], {
  doc: '"index": int32 class numbers from 0; "oneHot": a float for each class',
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
  name: "logits" | "p" = "logits",
): void {
  need(scores.length >= 1, `${name} [examples, classes]`);
  if (kind === "oneHot") {
    need(sameShape(target, scores), `target = ${name}, for target "oneHot"`);
    return;
  }
  need(sameShape(target, scores.slice(0, -1)), `target = ${name} without the last axis, for target "index"`);
  need(
    typeof scores[scores.length - 1] === "number",
    `a number of classes that is known: the last dim of ${name}`,
  );
  need(scores[scores.length - 1] !== 0, `at least one class to choose: the last dim of ${name}`);
}

/** The target as a probability for each class. */
export function classProbabilities(logits: Value, target: Value, kind: ClassTarget): Value {
  const classes = logits.shape[logits.shape.length - 1];
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
  if (kind === "oneHot") return (i, c) => target.data[i * classes + c]!;
  for (const index of target.data) if (!isIndex(index, classes)) throw refuseIndex(op, index, classes);
  return (i, c) => (target.data[i] === c ? 1 : 0);
}
