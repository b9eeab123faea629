import type { Arithmetic, Operand } from "@chainrule/core";

/**
 * What an engine supplies beside exact arithmetic, so that the functions of `math` can be written once: exact steps
 * over the parts of a floating-point number. Like arithmetic each has one right answer, so engines agree to the bit.
 */
export interface Machine<T, B> extends Arithmetic<T, B> {
  /** 2ⁿ for an integer n of a normal number: -126 to 127 in float32, -1022 to 1023 in float64; else any bits. */
  powerOfTwo(n: Operand<T>): T;
  /** e of a = m · 2ᵉ with 1 ≤ m < 2, for a positive normal number; else any number. */
  exponent(a: Operand<T>): T;
  /** m of a = m · 2ᵉ with 1 ≤ m < 2, for a positive normal number; else any bits. */
  mantissa(a: Operand<T>): T;
}

export const machineNames = [
  "add",
  "subtract",
  "multiply",
  "divide",
  "negate",
  "abs",
  "sqrt",
  "minimum",
  "maximum",
  "less",
  "equal",
  "select",
  "round",
  "powerOfTwo",
  "exponent",
  "mantissa",
] as const satisfies readonly Exclude<keyof Machine<unknown, unknown>, "number">[];

/** What one step of a function's line does. */
export type MachineName = (typeof machineNames)[number];
