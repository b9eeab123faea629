import { z } from "zod";
import { whenInOrder } from "./form.js";

/** One reason to stop; a run ends at the first that holds. */
export type StopRule =
  /** After so many steps. */
  | { readonly steps: number }
  /** After so many passes over the training rows. */
  | { readonly epochs: number }
  /** When a metric, looked at after each epoch, has not become better for `patience` epochs. */
  | PatienceRule
  /** When a metric, looked at after each epoch, is below or above a number. */
  | { readonly metric: string; readonly below: number }
  | { readonly metric: string; readonly above: number }
  /** When a step moves the trained parameters, taken as one vector, by less than this (Euclidean norm). */
  | { readonly parameterChange: number };

export interface PatienceRule {
  readonly metric: string;
  readonly patience: number;
  /** What counts as better: by more than this. Default 0. */
  readonly minDelta?: number | undefined;
  /** Default `minimise`. */
  readonly direction?: "minimise" | "maximise" | undefined;
}

const forms = [
  ["steps"],
  ["epochs"],
  ["metric", "patience"],
  ["metric", "below"],
  ["metric", "above"],
  ["parameterChange"],
];

/** Whether an object has the keys of exactly one rule. */
function isOneRule(rule: object): boolean {
  const keys = Object.keys(rule).filter((key) => key !== "minDelta" && key !== "direction");
  const isForm = forms.some((form) => form.length === keys.length && form.every((key) => keys.includes(key)));
  return isForm && (keys.includes("patience") || !("minDelta" in rule || "direction" in rule));
}

export const stopRuleSchema = z
  .strictObject({
    steps: z.int().min(1).optional().describe("after so many steps"),
    epochs: z.int().min(1).optional().describe("after so many passes over the training rows"),
    metric: z.string().optional().describe("a metric to look at after each epoch, such as validation/loss"),
    patience: z.int().min(1).optional().describe("how many epochs the metric may not become better"),
    minDelta: z.number().gte(0).optional().describe("better means by more than this; default 0"),
    direction: z.enum(["minimise", "maximise"]).optional().describe("what is better; default minimise"),
    below: z.number().optional().describe("stops when the metric is below this"),
    above: z.number().optional().describe("stops when the metric is above this"),
    parameterChange: z.number().gt(0).optional().describe("stops when a step moves the parameters by less"),
  })
  .refine(isOneRule, {
    error: `one rule: ${forms.map((form) => form.join(" with ")).join("; or ")}`,
    when: whenInOrder,
  }) as z.ZodType<StopRule>;

/** What the stop rules look at after a step. */
export interface Progress {
  readonly step: number;
  readonly epoch: number;
  /** Whether this step was the last of its epoch. */
  readonly isEpochEnd: boolean;
  metric(name: string): number;
  /** Euclidean norm of what this step added to the trained parameters. */
  parameterChange(): number;
}

/** Says after each step which rule holds, if one does; to be asked after every step, as rules may count. */
export function stopper(rules: readonly StopRule[]): (progress: Progress) => StopRule | undefined {
  const watchers = rules.map((rule) => ({ rule, holds: watcher(rule) }));
  return (progress) => watchers.filter(({ holds }) => holds(progress))[0]?.rule;
}

function watcher(rule: StopRule): (progress: Progress) => boolean {
  if ("steps" in rule) return ({ step }) => step >= rule.steps;
  if ("epochs" in rule) return ({ epoch, isEpochEnd }) => isEpochEnd && epoch >= rule.epochs;
  if ("patience" in rule) return patience(rule);
  if ("below" in rule) return (progress) => progress.isEpochEnd && progress.metric(rule.metric) < rule.below;
  if ("above" in rule) return (progress) => progress.isEpochEnd && progress.metric(rule.metric) > rule.above;
  return (progress) => progress.parameterChange() < rule.parameterChange;
}

function patience({
  metric,
  patience,
  minDelta = 0,
  direction,
}: PatienceRule): (progress: Progress) => boolean {
  const sign = direction === "maximise" ? -1 : 1;
  let best = Infinity;
  let waited = 0;
  return (progress) => {
    if (!progress.isEpochEnd) return false;
    const value = sign * progress.metric(metric);
    waited = value < best - minDelta ? 0 : waited + 1;
    best = waited === 0 ? value : best;
    return waited >= patience;
  };
}
