import { attribute } from "@chainrule/core";
import { defineSchedule, type LearningRate } from "../schedule.js";

export interface StepSettings {
  readonly from: number;
  readonly factor: number;
  readonly every: number;
}

/** lr = from · factor^⌊done / every⌋: multiplied by `factor` once every `every` steps. */
export function step({ from, factor, every }: StepSettings): LearningRate {
  return (done) => from * factor ** Math.floor(done / every);
}

export const stepSchedule = defineSchedule({
  name: "step",
  doc: { summary: "multiplied by a factor once every so many steps" },
  attributes: {
    from: attribute.number({ doc: "the first learning rate", min: 0 }),
    factor: attribute.number({ doc: "what it is multiplied by", above: 0, max: 1, default: 0.1 }),
    every: attribute.integer({ doc: "how many steps lie between two multiplications", min: 1 }),
  },
  make: step,
});
