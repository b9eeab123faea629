import { type Path, type Problem, Refusal } from "../errors.js";
import type { SourceDocument } from "./document.js";

/** Runs `work`; what it refuses is given its place in a document. */
export function placed<T>(document: SourceDocument, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refusal ? document.place(error) : error;
  }
}

/** Where a path of a document is written: without line and column in one that was never a text. */
export function placeOf(document: SourceDocument, path: Path): Pick<Problem, "file" | "line" | "column"> {
  const [problem] = document.place(new Refusal({ code: "place", path, got: "", need: "" })).problems;
  const { file, line, column } = problem!;
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}
