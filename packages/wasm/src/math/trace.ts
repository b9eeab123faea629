import type { Operand } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import type { Machine, MachineName } from "./machine.js";

/** One step of a line; its arguments are registers. */
export interface MachineStep {
  readonly name: MachineName;
  readonly arguments: readonly number[];
}

/**
 * A function as a straight line. Registers 0 … inputs-1 are the inputs, then come the constants, then the result
 * of each step.
 */
export interface MachineLine {
  readonly inputs: number;
  /** Rounded to the element already. */
  readonly constants: readonly number[];
  readonly steps: readonly MachineStep[];
  readonly result: number;
}

/** What happens once: an input, a constant or a step. Equal terms are one object. */
export interface Term {
  readonly kind: "input" | "constant" | "step";
  readonly serial: number;
}

/**
 * Runs a function over terms. Equal terms are one term, so what a function shares through a `const` is computed
 * once.
 * @param element what constants are rounded to
 */
export function traceMachine(
  inputs: number,
  element: Element,
  run: (m: Machine<Term, Term>, inputs: readonly Term[]) => Term,
): MachineLine {
  const known = new Map<string, Term>();
  const constants: { term: Term; value: number }[] = [];
  const calls: { term: Term; name: MachineName; operands: readonly Term[] }[] = [];
  const intern = (kind: Term["kind"], key: string, remember: (term: Term) => void): Term => {
    let term = known.get(key);
    if (term === undefined) {
      term = { kind, serial: known.size };
      known.set(key, term);
      remember(term);
    }
    return term;
  };
  const given = Array.from({ length: inputs }, (_, i) => intern("input", `input ${i}`, () => {}));
  const number = (exact: number): Term => {
    const value = element === "f32" ? Math.fround(exact) : exact;
    return intern("constant", `constant ${Object.is(value, -0) ? "-0" : value}`, (term) =>
      constants.push({ term, value }),
    );
  };
  const call =
    (name: MachineName) =>
    (...operands: Operand<Term>[]): Term => {
      const terms = operands.map((x) => (typeof x === "number" ? number(x) : x));
      const key = `${name} ${terms.map(({ serial }) => serial).join(" ")}`;
      return intern("step", key, (term) => calls.push({ term, name, operands: terms }));
    };
  const result = run(machineOf(call, number), given);
  const ordered = [...given, ...constants.map(({ term }) => term), ...calls.map(({ term }) => term)];
  const registers = new Map(ordered.map((term, register) => [term, register]));
  return {
    inputs,
    constants: constants.map(({ value }) => value),
    steps: calls.map(({ name, operands }) => ({ name, arguments: operands.map((x) => registers.get(x)!) })),
    result: registers.get(result)!,
  };
}

/** A machine whose every step is made by one function of its name. */
function machineOf<T>(
  call: (name: MachineName) => (...operands: Operand<T>[]) => T,
  number: (value: number) => T,
): Machine<T, T> {
  return {
    number,
    add: call("add"),
    subtract: call("subtract"),
    multiply: call("multiply"),
    divide: call("divide"),
    negate: call("negate"),
    abs: call("abs"),
    sqrt: call("sqrt"),
    minimum: call("minimum"),
    maximum: call("maximum"),
    less: call("less"),
    equal: call("equal"),
    select: call("select"),
    round: call("round"),
    powerOfTwo: call("powerOfTwo"),
    exponent: call("exponent"),
    mantissa: call("mantissa"),
  };
}
