import { attribute } from "@chainrule/core";
import { defineSchedule, type LearningRate } from "../schedule.js";

/** lr = value, at every step. */
export function constant({ value }: { readonly value: number }): LearningRate {
  return () => value;
}

/** What a bare number means. */
export const constantSchedule = defineSchedule({
  name: "constant",
  doc: { summary: "the same learning rate at every step" },
  attributes: { value: attribute.number({ doc: "the learning rate", min: 0 }) },
  make: constant,
});
