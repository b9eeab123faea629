import { defer, type Observable, type SchedulerLike } from "rxjs";
import { type BatchRule } from "./batches.js";
import { sliced } from "./pump.js";
import type { TrainEvent } from "./events.js";
import { prepareTraining, type TrainJob, type Training } from "./training.js";
import { trainingEvents } from "./trainingEvents.js";

/**
 * Trains, and tells how it goes. Cold: every subscriber has a run of its own, and equal jobs give equal events.
 * The loop runs in slices, so that a page or a server stays alive; unsubscribing ends it within a step.
 * @param scheduler when slices run; it changes no bit
 * @returns the run's events; ends after `run.end`, fails with the {@link Refusal} of `prepareTraining`
 */
export function train(job: TrainJob, scheduler?: SchedulerLike): Observable<TrainEvent> {
  return defer(() => runTraining(prepareTraining(job), scheduler));
}

/** Like {@link train}, for whoever wants the trained state; subscribe once. */
export function runTraining(training: Training, scheduler?: SchedulerLike): Observable<TrainEvent> {
  return sliced(() => trainingEvents(training), scheduler);
}

/** Gradient descent: every step takes all rows. */
export const gd = (job: TrainJob): Observable<TrainEvent> => train(withBatch(job, { size: "full" }));

/** Stochastic gradient descent: every step takes one row. */
export const sgd = (job: TrainJob): Observable<TrainEvent> => train(withBatch(job, { size: "single" }));

/** Mini-batch gradient descent: every step takes `size` rows. */
export const minibatch = (job: TrainJob, size: number): Observable<TrainEvent> =>
  train(withBatch(job, { size }));

function withBatch(job: TrainJob, batch: BatchRule): TrainJob {
  return { ...job, train: { ...job.train, batch: { ...job.train.batch, ...batch } } };
}
