import type { z } from "zod";

/**
 * One top-level key of the spec language. core, data, optim and viz each export theirs; the umbrella composes
 * the language from them.
 */
export interface Section<T> {
  readonly key: string;
  readonly doc: string;
  /** The form of the value; unknown keys are refused (`z.strictObject`). */
  readonly schema: z.ZodType<T>;
}

/** Declares a section. */
export function defineSection<T>(section: Section<T>): Section<T> {
  return Object.freeze(section);
}
