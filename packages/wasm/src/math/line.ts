import type { FunctionName } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import { machineFunctions } from "./functions.js";
import { type MachineLine, traceMachine } from "./trace.js";

const lines: Readonly<Record<Element, Map<FunctionName, MachineLine>>> = {
  f32: new Map(),
  f64: new Map(),
};

/** A function's straight line of steps for numbers of one width; traced once. */
export function functionLine(name: FunctionName, element: Element): MachineLine {
  const known = lines[element].get(name);
  if (known !== undefined) return known;
  const { inputs, run } = machineFunctions[name];
  const line = traceMachine(inputs, element, (m, given) => run(m, given, element));
  lines[element].set(name, line);
  return line;
}
