import { z } from "zod";
import { whenInOrder } from "./form.js";
import type { Progress } from "./stop.js";

/** What a run tells while it goes on. It changes no bit of the run. */
export interface WatchSpec {
  /** How often metrics are told; default once an epoch. */
  readonly every?: { readonly steps: number } | { readonly epochs: number } | undefined;
  /**
   * Which, by globs over their names; default `["*", "validation/*"]`: the batch's outputs and the validation
   * split's.
   */
  readonly metrics?: readonly string[] | undefined;
  /** Whether each phase of each step is told; default false. */
  readonly phases?: boolean | undefined;
}

const everySchema = z
  .strictObject({ steps: z.int().min(1).optional(), epochs: z.int().min(1).optional() })
  .refine(({ steps, epochs }) => (steps === undefined) !== (epochs === undefined), {
    error: "either steps or epochs",
    when: whenInOrder,
  }) as z.ZodType<NonNullable<WatchSpec["every"]>>;

export const watchSchema: z.ZodType<WatchSpec> = z.strictObject({
  every: everySchema.optional().describe("how often metrics are told; default once an epoch"),
  metrics: z.array(z.string()).optional().describe("which metrics, by globs over their names"),
  phases: z.boolean().optional().describe("whether each phase of each step is told; default false"),
});

/** Whether metrics are due after a step. */
export function isDue({ every = { epochs: 1 } }: WatchSpec, { step, epoch, isEpochEnd }: Progress): boolean {
  return "steps" in every ? step % every.steps === 0 : isEpochEnd && epoch % every.epochs === 0;
}
