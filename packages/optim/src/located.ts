import { type Path, Refusal } from "@chainrule/core";

/** Runs `work`; refusals inside it are given the path of what was being read. */
export function located<T>(path: Path, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      error.problems.map((problem) => ({ ...problem, path: [...path, ...(problem.path ?? [])] })),
    );
  }
}
