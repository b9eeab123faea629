import { Refusal } from "@chainrule/core";

/** Runs `work`; what it refuses without saying where is said to be in this file. */
export function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.problems.map((problem) => ({ file, ...problem })));
  }
}
