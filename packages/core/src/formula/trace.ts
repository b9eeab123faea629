import { type Algebra, type AlgebraName, callsByName, type Operand } from "./algebra.js";

/** One operation of a traced formula; its arguments are registers. */
export interface Step {
  readonly name: AlgebraName;
  readonly arguments: readonly number[];
}

/**
 * A formula as a straight line. Registers 0 … inputs-1 are the inputs, then come the constants, then the result
 * of each step.
 */
export interface StraightLine {
  readonly inputs: number;
  readonly constants: readonly number[];
  readonly steps: readonly Step[];
  readonly result: number;
}

interface Term {
  readonly key: string;
}

/**
 * Runs a formula over terms. Equal terms are one term, so what a formula shares through a `const` is computed
 * once.
 */
export function traceFormula(
  inputs: number,
  formula: (m: Algebra<Term, Term>, inputs: readonly Term[]) => Term,
): StraightLine {
  const terms: Term[] = Array.from({ length: inputs }, (_, i) => ({ key: `input ${i}` }));
  const known = new Map(terms.map((term) => [term.key, term]));
  const constants = new Map<Term, number>();
  const calls: { term: Term; name: AlgebraName; operands: readonly Term[] }[] = [];
  const intern = (key: string, remember: (term: Term) => void): Term => {
    let term = known.get(key);
    if (term === undefined) {
      term = { key };
      known.set(key, term);
      terms.push(term);
      remember(term);
    }
    return term;
  };
  const number = (value: number): Term =>
    intern(`constant ${Object.is(value, -0) ? "-0" : value}`, (term) => constants.set(term, value));
  const call =
    (name: AlgebraName) =>
    (...given: Operand<Term>[]): Term => {
      const operands = given.map((x) => (typeof x === "number" ? number(x) : x));
      const key = `${name} ${operands.map((x) => terms.indexOf(x)).join(" ")}`;
      return intern(key, (term) => calls.push({ term, name, operands }));
    };
  const result = formula({ ...callsByName(call), number }, [...terms]);
  const registers = new Map<Term, number>();
  for (const term of terms.slice(0, inputs)) registers.set(term, registers.size);
  for (const term of constants.keys()) registers.set(term, registers.size);
  for (const { term } of calls) registers.set(term, registers.size);
  return {
    inputs,
    constants: [...constants.values()],
    steps: calls.map(({ name, operands }) => ({ name, arguments: operands.map((x) => registers.get(x)!) })),
    result: registers.get(result)!,
  };
}
