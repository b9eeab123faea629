import type { FunctionName } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import { exp } from "./exp.js";
import { expm1 } from "./expm1.js";
import { log } from "./log.js";
import { log1p } from "./log1p.js";
import type { Machine } from "./machine.js";
import { sigmoid } from "./sigmoid.js";
import { tanh } from "./tanh.js";

/** A function of one variable, written over the machine. */
export type MachineFunction = <T, B>(m: Machine<T, B>, x: T, element: Element) => T;

/** Every function that formulas may use beyond arithmetic, as steps of the machine. */
export const machineFunctions: Readonly<Record<FunctionName, MachineFunction>> = {
  exp,
  expm1,
  log,
  log1p,
  tanh,
  sigmoid,
};

/** A function that engines compute by its line. */
export type MachineFunctionName = keyof typeof machineFunctions;

/** Whether the engine has a function of this name. */
export function isMachineFunction(name: string): name is keyof typeof machineFunctions {
  return Object.hasOwn(machineFunctions, name);
}
