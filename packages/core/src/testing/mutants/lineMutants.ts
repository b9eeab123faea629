import type { Algebra, AlgebraName } from "../../formula/algebra.js";
import type { Step, StraightLine } from "../../formula/trace.js";

/** A formula with one of its operations changed. */
export interface LineMutant {
  /** `add 0: subtract`, where operations are counted from the formula's beginning. */
  readonly change: string;
  readonly line: StraightLine;
}

/** What can be mistaken for what. */
const exchanged: Readonly<Partial<Record<AlgebraName, AlgebraName>>> = {
  add: "subtract",
  subtract: "add",
  multiply: "divide",
  divide: "multiply",
  less: "equal",
  equal: "less",
  minimum: "maximum",
  maximum: "minimum",
  exp: "expm1",
  expm1: "exp",
  log: "log1p",
  log1p: "log",
  tanh: "erf",
  erf: "tanh",
  sigmoid: "normalCdf",
  normalCdf: "sigmoid",
  sin: "cos",
  cos: "sin",
};
const ordered: ReadonlySet<AlgebraName> = new Set(["subtract", "divide", "less", "power"]);
const withoutBool: ReadonlySet<AlgebraName> = new Set(["less", "equal", "select"]);

/** A line with each of the mistakes that can be made in it: another function, operands swapped or left out, a constant that is off. */
export function mutantsOfLine(line: StraightLine): LineMutant[] {
  return line.steps.flatMap((step, k) => {
    const replaced = (change: string, next: Step): LineMutant => ({
      change: `${step.name} ${k}: ${change}`,
      line: { ...line, steps: line.steps.with(k, next) },
    });
    const other = exchanged[step.name];
    const [a, b, c] = step.arguments;
    return [
      ...(other ? [replaced(other, { ...step, name: other })] : []),
      ...(ordered.has(step.name) && a !== b ? [replaced("swapped", { ...step, arguments: [b!, a!] })] : []),
      ...(step.name === "select" && b !== c
        ? [replaced("swapped", { ...step, arguments: [a!, c!, b!] })]
        : []),
      ...(withoutBool.has(step.name) ? [] : step.arguments.map((_, i) => onlyOperand(line, k, i))),
      ...step.arguments.flatMap((_, i) => offConstant(line, k, i)),
    ];
  });
}

const operandNames = ["first", "second", "third"] as const;

/** In place of an operation there is but one of its operands. */
function onlyOperand(line: StraightLine, k: number, i: number): LineMutant {
  const { name, arguments: operands } = line.steps[k]!;
  const own = line.inputs + line.constants.length + k;
  const instead = (register: number): number => (register === own ? operands[i]! : register);
  const steps = line.steps.map((step, at) =>
    at > k ? { ...step, arguments: step.arguments.map(instead) } : step,
  );
  const change = operands.length === 1 ? "left out" : `only the ${operandNames[i]}`;
  return { change: `${name} ${k}: ${change}`, line: { ...line, steps, result: instead(line.result) } };
}

/** A constant operand is a little off; one that is compared with, so far that it is no matter of a kink. */
function offConstant(line: StraightLine, k: number, i: number): LineMutant[] {
  const { name, arguments: operands } = line.steps[k]!;
  const constant = line.constants[operands[i]! - line.inputs];
  if (constant === undefined || operands[i]! < line.inputs || name === "equal") return [];
  const isBound = name === "less" || name === "minimum" || name === "maximum";
  const off = isBound ? constant + 0.1 * Math.max(1, Math.abs(constant)) : constant * (1 + 1e-6) || 1e-6;
  if (Object.is(off, constant)) return [];
  const added = line.inputs + line.constants.length;
  const moved = (register: number): number => (register >= added ? register + 1 : register);
  const steps = line.steps.map((step, at) => ({
    ...step,
    arguments: step.arguments.map((register, j) => (at === k && j === i ? added : moved(register))),
  }));
  return [
    {
      change: `${name} ${k}: ${constant} is ${off}`,
      line: { ...line, constants: [...line.constants, off], steps, result: moved(line.result) },
    },
  ];
}

/** What a straight line makes of its inputs, in any algebra. */
export function runLine<T, B>(m: Algebra<T, B>, line: StraightLine, inputs: readonly (T | B)[]): T | B {
  const registers: (T | B)[] = [...inputs, ...line.constants.map((value) => m.number(value))];
  for (const { name, arguments: at } of line.steps) {
    const operands = at.map((register) => registers[register]!);
    registers.push(
      name === "select"
        ? m.select(operands[0] as B, operands[1] as T, operands[2] as T)
        : (m[name] as (...numbers: readonly T[]) => T | B)(...(operands as T[])),
    );
  }
  return registers[line.result]!;
}
