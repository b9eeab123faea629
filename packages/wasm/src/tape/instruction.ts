import type { AlgebraName } from "@chainrule/core";
import type { Element } from "../ir/program.js";

/**
 * What an instruction of a tape does to single numbers: what formulas are written with, and `copy`. Truth values are the
 * numbers 1 and 0.
 */
export const tapeNames = [
  "copy",
  "negate",
  "abs",
  "sqrt",
  "exp",
  "expm1",
  "log",
  "log1p",
  "tanh",
  "sigmoid",
  "round",
  "erf",
  "normalCdf",
  "sin",
  "cos",
  "add",
  "subtract",
  "multiply",
  "divide",
  "minimum",
  "maximum",
  "power",
  "less",
  "equal",
  "select",
] as const satisfies readonly (AlgebraName | "copy")[];

export type TapeName = (typeof tapeNames)[number];

/** How many operands each takes: one, unless it is one of these. */
export function arityOf(name: TapeName): 1 | 2 | 3 {
  if (name === "select") return 3;
  return tapeNames.indexOf(name) >= tapeNames.indexOf("add") ? 2 : 1;
}

/** An instruction's words: opcode, then the byte addresses of the result and of three operands. */
export const wordsInInstruction = 5;
export const bytesInInstruction = 4 * wordsInInstruction;

const positions: ReadonlyMap<TapeName, number> = new Map(tapeNames.map((name, i) => [name, i]));

/** The opcode of a name for an element: those of f32 come first. */
export function opcodeOf(name: TapeName, element: Element): number {
  return positions.get(name)! + (element === "f32" ? 0 : tapeNames.length);
}

/** All instructions by opcode. */
export const tapeInstructions: readonly { readonly name: TapeName; readonly element: Element }[] = (
  ["f32", "f64"] as const
).flatMap((element) => tapeNames.map((name) => ({ name, element })));
