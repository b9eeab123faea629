import type { AttributeSchema, AttributesOf } from "@chainrule/core";
import { from, type Observable } from "rxjs";

/** The learning rate of the step that is taken after `done` steps: `rate(0)` is that of the first. Pure. */
export type LearningRate = (done: number) => number;

/** A learning-rate rule that a spec can name: `"lr": { "schedule": "cosine", "from": 0.01, … }`. */
export interface Schedule<S extends AttributeSchema = AttributeSchema, N extends string = string> {
  readonly name: N;
  readonly doc: { readonly summary: string; readonly source?: string };
  readonly attributes?: S;
  make(attributes: AttributesOf<S>): LearningRate;
}

declare module "@chainrule/core" {
  interface Contributions {
    schedules: Schedule;
  }
}

/**
 * Declares a schedule.
 * @throws {TypeError} an attribute named `schedule`
 */
export function defineSchedule<
  const S extends AttributeSchema = Record<never, never>,
  const N extends string = string,
>(schedule: Schedule<S, N>): Schedule<S, N> {
  if (schedule.attributes && Object.hasOwn(schedule.attributes, "schedule")) {
    throw new TypeError(`schedule ${schedule.name}: attribute name "schedule" is reserved`);
  }
  return Object.freeze(schedule);
}

/** The learning rates of step after step, without end: `schedule(cosine({ … })).pipe(take(100))`. */
export function schedule(rule: LearningRate): Observable<number> {
  return from(rates(rule));
}

function* rates(rule: LearningRate): Generator<number, never> {
  for (let done = 0; ; done++) yield rule(done);
}
