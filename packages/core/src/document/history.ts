import type { Edited } from "./edit.js";
import { patchesBetween } from "./editPatches.js";

/** One step that can be undone: an edit, or several that belong together. */
export interface HistoryStep<T> extends Edited<T> {
  /** Edits in a row with the same group are one step. */
  readonly group?: string;
}

/** A document, how it came to be, and what was taken back; a value, which no function here changes. */
export interface History<T> {
  /** Oldest first. */
  readonly past: readonly HistoryStep<T>[];
  readonly present: T;
  /** What `redo` does first stands first. */
  readonly future: readonly HistoryStep<T>[];
  /** How many steps are kept. */
  readonly limit: number;
}

/**
 * The history of a document to which nothing has happened.
 * @param limit how many steps can be undone; older ones are forgotten
 * @throws {RangeError} a limit that is no positive integer
 */
export function historyOf<T>(document: T, limit = 100): History<T> {
  if (!Number.isInteger(limit) || limit < 1)
    throw new RangeError(`a history of ${limit} steps; at least 1 is needed`);
  return Object.freeze({ past: none, present: document, future: none, limit });
}

const none: readonly never[] = Object.freeze([]);

/**
 * Adds an edit of the present document. What was undone before is forgotten.
 * @param group edits in a row with the same group are one step, as while a slider is dragged; a step that leads
 *   back to where it began is none
 * @returns the same history, where the edit changed nothing
 * @throws {TypeError} an edit of another document than the present one
 */
export function commit<T>(
  history: History<T>,
  edited: Edited<T>,
  { group }: { readonly group?: string | undefined } = {},
): History<T> {
  const { past, present, future, limit } = history;
  if (edited.before !== present) throw new TypeError("an edit of another document than the present one");
  if (edited.patches.length === 0) return history;
  const last = past.at(-1);
  const isMore = last !== undefined && group !== undefined && last.group === group && future.length === 0;
  const step = isMore ? merged(last, edited) : edited;
  const before = isMore ? past.slice(0, -1) : past;
  if (step.patches.length === 0)
    return Object.freeze({ past: before, present: step.before, future: none, limit });
  const { value } = step;
  const added = Object.freeze({ ...step, ...(group !== undefined && { group }) });
  const kept = Object.freeze([...before, added].slice(-limit));
  return Object.freeze({ past: kept, present: value, future: none, limit });
}

function merged<T>({ before }: Edited<T>, { value }: Edited<T>): Edited<T> {
  return { before, value, patches: patchesBetween(before, value), inverse: patchesBetween(value, before) };
}

/** Takes the last step back; the same history where there is none. */
export function undo<T>(history: History<T>): History<T> {
  const { past, future, limit } = history;
  const step = past.at(-1);
  if (step === undefined) return history;
  return Object.freeze({
    past: Object.freeze(past.slice(0, -1)),
    present: step.before,
    future: Object.freeze([step, ...future]),
    limit,
  });
}

/** Takes the last undoing back; the same history where there is none. */
export function redo<T>(history: History<T>): History<T> {
  const { past, future, limit } = history;
  const [step, ...rest] = future;
  if (step === undefined) return history;
  return Object.freeze({
    past: Object.freeze([...past, step]),
    present: step.value,
    future: Object.freeze(rest),
    limit,
  });
}
