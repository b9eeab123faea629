import type { FunctionName } from "@chainrule/core";
import type { Element } from "../../ir/program.js";
import { machineFunctions } from "../functions.js";
import { numbersMachine } from "../numbers.js";
import { exactFunctions } from "./exact.js";
import { float64Functions } from "./float64.js";
import { points } from "./points.js";
import { exactUlpError, ulpError } from "./ulp.js";

/** What was found where a function is farthest off. */
export interface WorstError {
  readonly ulp: number;
  readonly at: readonly number[];
}

/** The greatest error of a function on so many drawn points, by a measure that is independent of it. */
export function worstError(name: FunctionName, element: Element, count: number, seed: number): WorstError {
  const machine = numbersMachine(element);
  const { inputs, run } = machineFunctions[name];
  let worst: WorstError = { ulp: 0, at: [] };
  for (const point of points(name, element, count, seed)) {
    const at = point.slice(0, inputs);
    const got = run(machine, at, element);
    const ulp =
      element === "f32"
        ? ulpError(got, float64Functions[name](...point), element)
        : exactUlpError(got, exactFunctions[name](...point), element);
    if (!(ulp <= worst.ulp)) worst = { ulp, at };
  }
  return worst;
}
