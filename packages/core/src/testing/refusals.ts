import { type Problem, Refusal } from "../errors.js";

/** The problems of the refusal that `work` must end in, without the lines that they quote. */
export function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(({ quote: _, ...problem }) => problem);
    throw error;
  }
  throw new Error("nothing was refused");
}
