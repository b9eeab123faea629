import { checkForm, formatProblem, type GraphNode, Refusal } from "@chainrule/core";
import { loadData } from "../load.js";
import { dataSection, type DataSpec } from "../section.js";
import { inputNode } from "../testInputs.js";

/** A spec's `data` that is refused, and the whole text of the refusal, indented. */
export interface Refused {
  readonly name: string;
  readonly data: unknown;
  /** The file's text; default {@link birds}. */
  readonly text?: string;
  /** Default {@link x} and {@link y}. */
  readonly inputs?: readonly GraphNode[];
  readonly refusal: string;
  /** Whether doing what its `try` says is enough; see `mended`. */
  readonly mends?: boolean;
}

export const x = inputNode("x", ["N", 2], "float32");
export const y = inputNode("y", ["N"], "int32", 2);
export const birds = "kind,w,h\nowl,1,2\nauk,3,4\nowl,5,6\n";
export const columns = { x: ["w", "h"], y: "kind" };
export const csv: DataSpec = { csv: "birds.csv", columns };

/** What a case is refused with. */
export function refusalOf({ data, text = birds, inputs = [x, y] }: Refused): string {
  try {
    loadData(checkForm(dataSection.schema, data, ["data"]), { inputs, seed: 0, readText: () => text });
  } catch (error) {
    if (error instanceof Refusal) return error.problems.map(formatProblem).join("\n");
    throw error;
  }
  return "accepted";
}

/** What a case should be refused with. */
export function expectedOf({ refusal }: Refused): string {
  return refusal.trim().replaceAll("\n      ", "\n");
}
