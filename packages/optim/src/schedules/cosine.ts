import { attribute } from "@chainrule/core";
import { defineSchedule, type LearningRate } from "../schedule.js";

export interface CosineSettings {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/**
 * Half a cosine wave from `from` to `to`: with p = min(done / steps, 1), lr = to + (from − to) · (1 + cos πp) / 2.
 * After `steps` steps it stays at `to`.
 * @see Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017 (without restarts)
 */
export function cosine({ from, to, steps }: CosineSettings): LearningRate {
  return (done) => to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(done / steps, 1)))) / 2;
}

export const cosineSchedule = defineSchedule({
  name: "cosine",
  doc: { summary: "half a cosine wave down to an end", source: "Loshchilov and Hutter, ICLR 2017" },
  attributes: {
    from: attribute.number({ doc: "the first learning rate", min: 0 }),
    to: attribute.number({ doc: "the learning rate after `steps` steps", min: 0, default: 0 }),
    steps: attribute.integer({ doc: "how many steps the way down takes", min: 1 }),
  },
  make: cosine,
});
