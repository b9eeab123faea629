import { byInput, type Op } from "../op.js";
import type { Attributes } from "../graph.js";
import type { Expression } from "./expression.js";
import { latexAlgebra } from "./latexAlgebra.js";

/**
 * An op's value as an expression: by its `latex`, else by its formula, else as a call by name.
 * @param inputs in the op's order
 */
export function writeOp(op: Op, inputs: readonly Expression[], attributes: Attributes): Expression {
  const named = byInput(op, inputs);
  if (op.latex) return op.latex(latexAlgebra, named, attributes);
  if (op.formula) return op.formula(latexAlgebra, named, attributes);
  return latexAlgebra.call(op.name, inputs);
}
