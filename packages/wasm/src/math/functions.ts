import type { FunctionName } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import { cos } from "./cos.js";
import { erf } from "./erf.js";
import { exp } from "./exp.js";
import { expm1 } from "./expm1.js";
import { log } from "./log.js";
import { log1p } from "./log1p.js";
import type { Machine } from "./machine.js";
import { normalCdf } from "./normalCdf.js";
import { power } from "./power.js";
import { sigmoid } from "./sigmoid.js";
import { sin } from "./sin.js";
import { tanh } from "./tanh.js";

type Unary = <T, B>(m: Machine<T, B>, x: T, element: Element) => T;
type Binary = <T, B>(m: Machine<T, B>, x: T, y: T, element: Element) => T;

/** A function as steps of the machine. */
export interface MachineFunction {
  /** How many numbers it takes. */
  readonly inputs: number;
  run<T, B>(m: Machine<T, B>, inputs: readonly T[], element: Element): T;
}

const unary = (call: Unary): MachineFunction => ({
  inputs: 1,
  run: (m, [x], element) => call(m, x!, element),
});
const binary = (call: Binary): MachineFunction => ({
  inputs: 2,
  run: (m, [x, y], element) => call(m, x!, y!, element),
});

/** Every function that formulas may use beyond arithmetic, in steps of the machine. */
export const machineFunctions: Readonly<Record<FunctionName, MachineFunction>> = {
  exp: unary(exp),
  expm1: unary(expm1),
  log: unary(log),
  log1p: unary(log1p),
  tanh: unary(tanh),
  sigmoid: unary(sigmoid),
  erf: unary(erf),
  normalCdf: unary(normalCdf),
  sin: unary(sin),
  cos: unary(cos),
  power: binary(power),
};

/** Whether the engine has a function of this name. */
export function isMachineFunction(name: string): name is FunctionName {
  return Object.hasOwn(machineFunctions, name);
}
