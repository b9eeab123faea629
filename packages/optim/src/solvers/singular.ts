import { type FloatDType, Refusal } from "@chainrule/core";
import type { Unknown } from "./affineSystem.js";

/** Spacing of the numbers that a graph computes with, relative to them. */
export const precisions: Readonly<Record<FloatDType, number>> = { float32: 2 ** -23, float64: 2 ** -52 };

/**
 * A refusal of equations that leave an unknown open.
 * @param hint what would determine it
 */
export function singular({ name }: Unknown, equations: number, unknowns: number, hint?: string): Refusal {
  const isFew = equations < unknowns;
  return new Refusal({
    code: "singular-system",
    path: ["optimiser"],
    at: name,
    got: isFew
      ? `${equations} ${equations === 1 ? "equation" : "equations"} for ${unknowns} unknowns`
      : `${name}, whose column is 0 or a combination of the others'`,
    need: "rows that determine every parameter",
    ...(hint !== undefined && { try: hint }),
  });
}
