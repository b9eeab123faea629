import type { DType } from "@chainrule/core";
import type { Histogram } from "./histogram.js";
import type { StopRule } from "./stop.js";

/** Grows when the meaning of an event changes; in every `run.start`. */
export const eventVersion = 1;

/** The four parts of a step, in order: which rows, what the model makes of them, the gradients, the new parameters. */
export const stepPhases = ["sample", "forward", "backward", "update"] as const;
export type StepPhase = (typeof stepPhases)[number];

/** Numbers by metric name; see {@link MetricsEvent}. */
export type MetricValues = Readonly<Record<string, number>>;

/** The first event of every run. */
export interface RunStart {
  readonly type: "run.start";
  readonly version: typeof eventVersion;
  readonly name: string;
  /** SHA-256 of the training step's canonical graph. */
  readonly graph: string;
  readonly engine: string;
  readonly dtype: DType;
  readonly seed: number;
  /** Rows of each split. */
  readonly rows: Readonly<Record<string, number>>;
  readonly batch: { readonly size: number; readonly perEpoch: number };
  /** Numbers that are trained, and numbers of parameters that are not. */
  readonly parameters: { readonly trained: number; readonly frozen: number };
  /** Names of the values in every `metrics` event, in order. */
  readonly metrics: readonly string[];
}

/** A part of a step is done. Only where `watch.phases` asks for it. */
export interface StepEvent {
  readonly type: "step";
  /** Counted from 1. */
  readonly step: number;
  /** Counted from 1. */
  readonly epoch: number;
  readonly phase: StepPhase;
}

/**
 * Measurements, at the rate that `watch` asks for.
 *
 * | name | what |
 * |---|---|
 * | `loss`, or another output | of this step's batch, before its update |
 * | `train/loss`, `validation/loss` | of the whole split, in eval mode, after the update |
 * | `gradNorm/<parameter>` | Euclidean norm of this step's gradient |
 */
export interface MetricsEvent {
  readonly type: "metrics";
  readonly step: number;
  readonly epoch: number;
  /** The learning rate of this step; 1 where a solution was taken whole. */
  readonly lr: number;
  readonly values: MetricValues;
}

/**
 * How the numbers of a trained parameter, or of its gradient, are spread. Told right after a `metrics` event, one
 * for each name that `watch.histograms` asks for.
 */
export interface HistogramEvent extends Histogram {
  readonly type: "histogram";
  readonly step: number;
  readonly epoch: number;
  /** `<parameter>`: its values after the step's update; `grad/<parameter>`: the step's gradient. */
  readonly name: string;
}

/**
 * Parameters, buffers and slots are complete and belong together: whoever is told in the run's own thread, before
 * the next step, may save them. None of them holds a NaN or an infinity; of a state that does, no checkpoint is
 * told. Told after steps that `watch.checkpoints` asks for, and always right before `run.end`, once: so without
 * the setting a run has one. Where the loss became no number, that is of the state with which the failing step
 * began.
 */
export interface CheckpointEvent {
  readonly type: "checkpoint";
  /** Steps that made the state what it is; 0 where the first one failed. */
  readonly step: number;
  /** The epoch of the last of them; 0 where there is none. */
  readonly epoch: number;
  /** `stateHash` of the parameters, buffers and slots. */
  readonly parameters: string;
}

/** Something is wrong with the run. */
export interface HealthEvent {
  readonly type: "health";
  readonly step: number;
  readonly epoch: number;
  readonly problem: "non-finite";
  /** The first node, in the order of computation, that holds a NaN or an infinity. */
  readonly node: string;
}

/** The last event of every run that was not unsubscribed from. */
export interface RunEnd {
  readonly type: "run.end";
  /** The stop rule that ended the run as the spec has it, or what went wrong. */
  readonly rule: StopRule | "non-finite";
  /** Steps that were taken. */
  readonly step: number;
  readonly epoch: number;
  /** The last batch's outputs and every split's, `test/loss` included; after a failure, the batch's only. */
  readonly values: MetricValues;
}

/** What a run tells. The same job gives the same events: they hold no time. */
export type TrainEvent =
  RunStart | StepEvent | MetricsEvent | HistogramEvent | HealthEvent | CheckpointEvent | RunEnd;
