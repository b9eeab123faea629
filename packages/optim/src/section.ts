import { defineSection, type Section } from "@chainrule/core";
import { z } from "zod";
import { batchSchema, type BatchRule } from "./batches.js";
import { type Minimise, minimiseSchema } from "./objective.js";
import { optimiserSchema, type OptimiserSpec } from "./readOptimiser.js";
import { type StopRule, stopRuleSchema } from "./stop.js";
import { watchSchema, type WatchSpec } from "./watch.js";

/** The `train` section of a spec. */
export interface TrainSpec {
  readonly minimise: Minimise;
  readonly batch: BatchRule;
  readonly optimiser: OptimiserSpec;
  /** The run ends at the first rule that holds. */
  readonly stop: readonly StopRule[];
  /** Globs over the paths of parameters that stay as they are. */
  readonly freeze?: readonly string[] | undefined;
}

/** `train`: what is minimised, over which batches, how and for how long. */
export const trainSection: Section<TrainSpec> = defineSection({
  key: "train",
  doc: "what is minimised, over which batches, how and for how long",
  schema: z.strictObject({
    minimise: minimiseSchema,
    batch: batchSchema,
    optimiser: optimiserSchema,
    stop: z
      .array(stopRuleSchema)
      .min(1)
      .meta({
        description: "the run ends at the first rule that holds",
        examples: [[{ epochs: 100 }]],
      }),
    freeze: z
      .array(z.string())
      .optional()
      .describe("globs over the paths of parameters that stay as they are"),
  }),
});

/** `watch`: what a run tells while it goes on. */
export const watchSection: Section<WatchSpec> = defineSection({
  key: "watch",
  doc: "what a run tells while it goes on; changes no bit of it",
  schema: watchSchema,
});
