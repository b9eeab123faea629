import type { Factor, Tensor } from "@chainrule/core";
import { numberLatex } from "../notation/matrixLatex.js";
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
 * What a factor is: its formula where it has one, and its value where that was worked out; for a factor that is too
 * large for either, what its rule makes of the cotangent δ that arrives.
 */
export function factorValueLatex(factor: Factor, writer: Writer, digits?: number): string {
  const { consumer, position, jacobian } = factor;
  const formula = writer.derivative(consumer, position);
  const sides = [factorLatex(factor, writer), ...(formula === undefined ? [] : [formula])];
  if (jacobian !== undefined) {
    const value = jacobianLatex(jacobian, digits);
    return [...sides, ...(value === formula ? [] : [value])].join(" = ");
  }
  if (formula !== undefined) return sides.join(" = ");
  return `${sides[0]!}: \\; \\delta \\mapsto ${writer.rule(consumer, position, "\\delta") ?? "0"}`;
}

/** A Jacobian in full, a row for each element of the value that is differentiated. */
function jacobianLatex({ shape, data }: Tensor, digits?: number): string {
  const cells = Array.from(data, (x) => numberLatex(x, digits));
  if (cells.length === 1) return cells[0]!;
  const columns = shape[1]!;
  const rows = Array.from({ length: shape[0]! }, (_, i) =>
    cells.slice(i * columns, (i + 1) * columns).join(" & "),
  );
  return `\\begin{bmatrix} ${rows.join(" \\\\ ")} \\end{bmatrix}`;
}
