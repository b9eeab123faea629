import { type Plan, phases } from "@chainrule/core";
import { WasmPlan } from "./plan.js";

/**
 * What a plan of this engine computes, as text: its loops, phase by phase, each nest under the names of the nodes that it
 * makes.
 * @throws {TypeError} a plan of another engine
 */
export function loopsOf(plan: Plan): string {
  if (!(plan instanceof WasmPlan)) throw new TypeError("a plan of the wasm engine is needed");
  return phases.map((phase) => plan.print(phase)).join("\n");
}
