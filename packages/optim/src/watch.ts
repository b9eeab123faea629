import { z } from "zod";
import { whenInOrder } from "./form.js";
import type { Progress } from "./stop.js";

/** How often something is done: after every so many steps, or passes over the training rows. */
export type Every = { readonly steps: number } | { readonly epochs: number };

/** What a run tells while it goes on. It changes no bit of the run. */
export interface WatchSpec {
  /** How often metrics and histograms are told; default once an epoch. */
  readonly every?: Every | undefined;
  /**
   * Which, by globs over their names; default `["*", "validation/*"]`: the batch's outputs and the validation
   * split's.
   */
  readonly metrics?: readonly string[] | undefined;
  /**
   * Histograms of which tensors, by globs over the paths of trained parameters, for their values, and over
   * `grad/<parameter>`, for the step's gradients; default none. They come with the metrics.
   */
  readonly histograms?: readonly string[] | undefined;
  /** How often a checkpoint is told; default at the end of the run only, where there always is one. */
  readonly checkpoints?: Every | undefined;
  /** Whether each phase of each step is told; default false. */
  readonly phases?: boolean | undefined;
}

const everySchema = z
  .strictObject({ steps: z.int().min(1).optional(), epochs: z.int().min(1).optional() })
  .refine(({ steps, epochs }) => (steps === undefined) !== (epochs === undefined), {
    error: "either steps or epochs",
    when: whenInOrder,
  }) as z.ZodType<Every>;

export const watchSchema: z.ZodType<WatchSpec> = z.strictObject({
  every: everySchema.optional().describe("how often metrics and histograms are told; default once an epoch"),
  metrics: z.array(z.string()).optional().describe("which metrics, by globs over their names"),
  histograms: z
    .array(z.string())
    .optional()
    .describe("histograms of which trained parameters, and grad/ of them, by globs; default none"),
  checkpoints: everySchema.optional().describe("how often a checkpoint is told; default at the end only"),
  phases: z.boolean().optional().describe("whether each phase of each step is told; default false"),
});

/** Whether what is done so often is due after a step. */
export function isDue(every: Every, { step, epoch, isEpochEnd }: Progress): boolean {
  return "steps" in every ? step % every.steps === 0 : isEpochEnd && epoch % every.epochs === 0;
}
