import type { Op } from "@chainrule/core";
import { structured } from "../lower/structured.js";

/** Whether an op is computed as its decomposition: what the engine knows it computes itself. */
export function unfolds(op: Op): boolean {
  return op.decompose !== undefined && op.formula === undefined && !Object.hasOwn(structured, op.name);
}
