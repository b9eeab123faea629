import {
  type AttributesOf,
  type AttributeSchema,
  byInput,
  type DType,
  inputKind,
  inputNames,
  type Op,
  type StraightLine,
  traceFormula,
} from "@chainrule/core";
import type { Line } from "./item.js";
import type { View } from "./value.js";

/** Formulas of ops as straight lines, each traced once for each set of attributes. */
export class Lines {
  readonly #known = new Map<Op, Map<string, Line>>();

  /** @param types of the inputs, then of the result: a truth value that a formula takes for a number is made one */
  of(op: Op, attributes: AttributesOf<AttributeSchema>, types: readonly DType[]): Line {
    let byAttributes = this.#known.get(op);
    if (byAttributes === undefined) this.#known.set(op, (byAttributes = new Map<string, Line>()));
    const isCounted = inputNames(op).map(
      (name, i) => types[i] === "bool" && inputKind(op, name, attributes) === "any",
    );
    const settings = op.attributes ? JSON.stringify(attributes) : "";
    const key = isCounted.includes(true) ? `${types.join()} ${settings}` : settings;
    let line = byAttributes.get(key);
    if (line === undefined) {
      line = traced(op, attributes, []);
      const handsOnTruth = isIdentity(line) && types.at(-1) === "bool";
      if (isCounted.includes(true) && !handsOnTruth) line = traced(op, attributes, isCounted);
      byAttributes.set(key, line);
    }
    return line;
  }
}

/** @param isCounted by input: whether it is a truth value and 1 or 0 is wanted */
function traced(
  op: Op,
  attributes: AttributesOf<AttributeSchema>,
  isCounted: readonly boolean[],
): StraightLine {
  return traceFormula(inputNames(op).length, (m, terms) => {
    const inputs = terms.map((term, i) => (isCounted[i] ? m.select(term, 1, 0) : term));
    return op.formula!(m, byInput(op, inputs), attributes);
  });
}

/** Whether a line does nothing but hand on one of its inputs. */
export function isIdentity(line: Line): boolean {
  return line.steps.length === 0 && line.result < line.inputs;
}

/** The line that hands on its one input. */
export const identityLine: Line = { inputs: 1, constants: [], steps: [], result: 0 };

/** The line and its operands with those that are known numbers made constants. */
export function withLiterals(
  line: Line,
  operands: readonly View[],
): { readonly line: Line; readonly operands: readonly View[] } {
  const literals = operands.map(({ value }) => value.literal);
  if (literals.every((literal) => literal === undefined)) return { line, operands };
  const kept = operands.filter((_, i) => literals[i] === undefined);
  const constants = [...line.constants];
  const registers: number[] = [];
  let next = 0;
  const first = kept.length;
  for (const literal of literals) {
    if (literal === undefined) registers.push(next++);
    else registers.push(first + constants.push(literal) - 1);
  }
  for (let i = 0; i < line.constants.length; i++) registers.push(first + i);
  for (let i = 0; i < line.steps.length; i++) registers.push(first + constants.length + i);
  const moved = (register: number): number => registers[register]!;
  return {
    operands: kept,
    line: {
      inputs: kept.length,
      constants,
      steps: line.steps.map((step) => ({ name: step.name, arguments: step.arguments.map(moved) })),
      result: moved(line.result),
    },
  };
}
