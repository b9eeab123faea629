import type { Expression, LatexAlgebra, Shape } from "@chainrule/core";
import { readEquation } from "./equation.js";

/** `einsum(ij,jk→ik, A, B)`: an equation and its operands. */
export function written(m: LatexAlgebra, text: string, operands: readonly Expression[]): Expression {
  const { terms, output } = readEquation(text);
  const sign = m.sign(`${terms.join(",")} \\to ${output}`.trimEnd(), `${terms.join(",")}→${output}`);
  return m.call("einsum", [sign, ...operands], undefined, shapeOf(terms, output, operands));
}

function shapeOf(
  terms: readonly string[],
  output: string,
  operands: readonly Expression[],
): Shape | undefined {
  const dims = [...output].map((letter) => {
    const operand = terms.findIndex((term) => term.includes(letter));
    return operands[operand]?.shape?.[terms[operand]!.indexOf(letter)];
  });
  return dims.every((dim) => dim !== undefined) ? dims : undefined;
}
