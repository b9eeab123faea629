import type { MachineName } from "../math/machine.js";
import type { Element } from "./program.js";

/**
 * A function as a straight line of exact steps. Its registers are numbered: the inputs, then the constants, then the
 * result of each step.
 */
export interface MachineLine {
  readonly inputs: number;
  readonly constants: readonly number[];
  readonly steps: readonly { readonly name: MachineName; readonly arguments: readonly number[] }[];
  /** The register that holds the function's value. */
  readonly result: number;
}

/** Finds the line of a function for an element. */
export type LineOf = (name: string, element: Element) => MachineLine;
