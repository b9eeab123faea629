import { Refusal, written } from "@chainrule/core";
import type { TrainSpec } from "./section.js";

/**
 * Holds a run that solves to one step on all rows.
 * @throws {Refusal} not-full-batch | not-one-step, with paths below `train`
 */
export function checkOneStep({ batch, stop }: Pick<TrainSpec, "batch" | "stop">): void {
  if (batch.size !== "full") {
    throw new Refusal({
      code: "not-full-batch",
      path: ["batch", "size"],
      got: written(batch.size),
      need: "all rows at once: what is solved and not descended has one step",
      try: '"full"',
    });
  }
  if (stop.some((rule) => ("steps" in rule && rule.steps === 1) || ("epochs" in rule && rule.epochs === 1))) {
    return;
  }
  throw new Refusal({
    code: "not-one-step",
    path: ["stop"],
    got: written(stop),
    need: "an end after one step: a second would find the same",
    try: '[{ "steps": 1 }]',
  });
}
