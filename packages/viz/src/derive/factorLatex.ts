import type { Factor, Tensor } from "@chainrule/core";
import { bmatrix, numberLatex } from "../notation/matrixLatex.js";
import type { Writer } from "../notation/writer.js";

/** `\frac{\partial u_{4}}{\partial \hat{y}}` */
export function factorLatex({ consumer, input }: Factor, writer: Writer): string {
  return `\\frac{\\partial ${writer.symbol(consumer)}}{\\partial ${writer.symbol(input)}}`;
}

/** A path's factors in a row, from the end of the graph to its beginning; 1 for the path from a node to itself. */
export function factorsLatex(factors: readonly Factor[], writer: Writer): string {
  return factors.length === 0 ? "1" : factors.map((factor) => factorLatex(factor, writer)).join(" \\, ");
}

/**
 * What a factor is: its formula where it has one, and its value where that was worked out. A factor of tensors without a
 * formula is the rule that is applied: what it makes of the cotangent δ that arrives.
 */
export function factorValueLatex(factor: Factor, writer: Writer, digits?: number): string {
  const { consumer, position, jacobian } = factor;
  const formula = writer.derivative(consumer, position);
  const value = jacobian && jacobianLatex(jacobian, digits);
  const sides = [factorLatex(factor, writer), formula, ...(value === formula ? [] : [value])];
  const equation = sides.filter((side) => side !== undefined).join(" = ");
  const rule = formula === undefined ? writer.rule(consumer, position, "\\delta") : undefined;
  return rule === undefined ? equation : `${equation}, \\quad \\delta \\mapsto ${rule}`;
}

/** A Jacobian in full, a row for each element of the value that is differentiated. */
function jacobianLatex({ shape, data }: Tensor, digits?: number): string {
  const cells = Array.from(data, (x) => numberLatex(x, digits));
  if (cells.length === 1) return cells[0]!;
  const columns = shape[1]!;
  return bmatrix(Array.from({ length: shape[0]! }, (_, i) => cells.slice(i * columns, (i + 1) * columns)));
}
