import {
  type AttributesOf,
  type AttributeSchema,
  byInput,
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

  of(op: Op, attributes: AttributesOf<AttributeSchema>): Line {
    let byAttributes = this.#known.get(op);
    if (byAttributes === undefined) this.#known.set(op, (byAttributes = new Map<string, Line>()));
    const key = op.attributes ? JSON.stringify(attributes) : "";
    let line = byAttributes.get(key);
    if (line === undefined) {
      const traced: StraightLine = traceFormula(inputNames(op).length, (m, terms) =>
        op.formula!(m, byInput(op, terms), attributes),
      );
      byAttributes.set(key, (line = traced));
    }
    return line;
  }
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
