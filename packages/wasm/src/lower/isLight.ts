import type { FunctionName } from "@chainrule/core";
import type { MachineName } from "../math/machine.js";
import type { MapItem } from "./item.js";

const light: ReadonlySet<MachineName | FunctionName> = new Set([
  "add",
  "subtract",
  "multiply",
  "negate",
  "abs",
  "round",
  "minimum",
  "maximum",
  "less",
  "equal",
  "select",
] as const);

/** Whether an elementwise calculation is a few instructions, each of them done in a few cycles. */
export function isLight({ line }: MapItem): boolean {
  return line.steps.length <= 6 && line.steps.every(({ name }) => light.has(name));
}
