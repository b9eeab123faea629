import type { Algebra, FunctionName, Operand } from "./algebra.js";

/** How tightly an expression binds: a sum, a product, a prefix sign, a power, an atom. */
type Binding = 0 | 1 | 2 | 3 | 4;

/** LaTeX of an expression, and how tightly it binds. */
export interface Latex {
  readonly text: string;
  readonly binding: Binding;
}

/** A name or number as it stands. */
export function latexAtom(text: string): Latex {
  return { text, binding: 4 };
}

function number(value: number): Latex {
  const text = String(value)
    .replace("Infinity", "\\infty")
    .replace(/^(-?[\d.]+)e\+?(-?\d+)$/, "$1 \\cdot 10^{$2}");
  return { text, binding: value < 0 ? 2 : text.includes("cdot") ? 1 : 4 };
}

function of(x: Operand<Latex>): Latex {
  return typeof x === "number" ? number(x) : x;
}

function atLeast(binding: Binding, x: Operand<Latex>): string {
  const operand = of(x);
  return operand.binding >= binding ? operand.text : `\\left(${operand.text}\\right)`;
}

/** An operand that follows a minus: in parentheses where it begins with one itself. */
function subtrahend(x: Operand<Latex>): string {
  const text = atLeast(1, x);
  return text.startsWith("-") ? `\\left(${text}\\right)` : text;
}

/** A sum, in which a term that begins with a minus is subtracted. */
function sum(left: string, right: string): string {
  return right.startsWith("-") ? `${left} - ${right.slice(1)}` : `${left} + ${right}`;
}

function call(name: string, ...operands: Operand<Latex>[]): Latex {
  return latexAtom(`${name}\\left(${operands.map((x) => of(x).text).join(", ")}\\right)`);
}

const functions: Readonly<Record<FunctionName, (x: Operand<Latex>) => Latex>> = {
  exp: (x) => ({ text: `e^{${of(x).text}}`, binding: 3 }),
  expm1: (x) => ({ text: `e^{${of(x).text}} - 1`, binding: 0 }),
  log: (x) => call("\\ln", x),
  log1p: (x) => call("\\ln", { text: sum("1", of(x).text), binding: 0 }),
  tanh: (x) => call("\\tanh", x),
  sigmoid: (x) => call("\\sigma", x),
};

/** The formula algebra over LaTeX: parentheses only where they are needed. */
export const latexAlgebra: Algebra<Latex, Latex> = {
  ...functions,
  number,
  add: (a, b) => ({ text: sum(atLeast(0, a), atLeast(1, b)), binding: 0 }),
  subtract: (a, b) => ({ text: `${atLeast(0, a)} - ${subtrahend(b)}`, binding: 0 }),
  multiply: (a, b) => ({ text: `${atLeast(1, a)} \\, ${atLeast(3, b)}`, binding: 1 }),
  divide: (a, b) => latexAtom(`\\frac{${of(a).text}}{${of(b).text}}`),
  negate: (a) => ({ text: `-${subtrahend(a)}`, binding: 1 }),
  abs: (a) => latexAtom(`\\left|${of(a).text}\\right|`),
  sqrt: (a) => latexAtom(`\\sqrt{${of(a).text}}`),
  minimum: (a, b) => call("\\min", a, b),
  maximum: (a, b) => call("\\max", a, b),
  less: (a, b) => ({ text: `${of(a).text} < ${of(b).text}`, binding: 0 }),
  equal: (a, b) => ({ text: `${of(a).text} = ${of(b).text}`, binding: 0 }),
  select: (condition, yes, no) =>
    latexAtom(
      `\\begin{cases} ${of(yes).text} & \\text{if } ${condition.text} \\\\ ${of(no).text} & \\text{otherwise} \\end{cases}`,
    ),
};
