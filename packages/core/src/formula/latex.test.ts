import { expect, test } from "vitest";
import type { Algebra } from "./algebra.js";
import { type Latex, latexAlgebra, latexAtom } from "./latex.js";

type Formula = (m: Algebra<Latex, Latex>, a: Latex, b: Latex) => Latex;
const latex = (formula: Formula): string => formula(latexAlgebra, latexAtom("a"), latexAtom("b")).text;

test.each<[string, Formula]>([
  ["a + b", (m, a, b) => m.add(a, b)],
  ["a + b + 1", (m, a, b) => m.add(m.add(a, b), 1)],
  ["a + \\left(b + 1\\right)", (m, a, b) => m.add(a, m.add(b, 1))],
  ["a - \\left(b - 1\\right)", (m, a, b) => m.subtract(a, m.subtract(b, 1))],
  ["a - b", (m, a, b) => m.add(a, m.negate(b))],
  ["a - 2", (m, a) => m.add(a, -2)],
  ["a - 2 \\, b", (m, a, b) => m.add(a, m.multiply(-2, b))],
  ["a - \\left(-b\\right)", (m, a, b) => m.subtract(a, m.negate(b))],
  ["a - \\left(-2\\right)", (m, a) => m.subtract(a, -2)],
  ["-\\left(-a\\right)", (m, a) => m.negate(m.negate(a))],
  ["-\\left(a + b\\right)", (m, a, b) => m.negate(m.add(a, b))],
  ["-a \\, b", (m, a, b) => m.negate(m.multiply(a, b))],
  ["a \\, b", (m, a, b) => m.multiply(a, b)],
  ["\\left(a + 1\\right) \\, \\left(b - 1\\right)", (m, a, b) => m.multiply(m.add(a, 1), m.subtract(b, 1))],
  ["a \\, \\left(-2\\right)", (m, a) => m.multiply(a, -2)],
  ["a \\, \\left(b \\, a\\right)", (m, a, b) => m.multiply(a, m.multiply(b, a))],
  ["a \\, e^{b}", (m, a, b) => m.multiply(a, m.exp(b))],
  ["\\frac{a + 1}{b}", (m, a, b) => m.divide(m.add(a, 1), b)],
  ["\\sigma\\left(a + b\\right)", (m, a, b) => m.sigmoid(m.add(a, b))],
  ["\\tanh\\left(-a\\right)", (m, a) => m.tanh(m.negate(a))],
  ["\\ln\\left(a\\right)", (m, a) => m.log(a)],
  ["\\ln\\left(1 + a\\right)", (m, a) => m.log1p(a)],
  ["\\ln\\left(1 - a\\right)", (m, a) => m.log1p(m.negate(a))],
  ["\\ln\\left(1 + e^{-\\left|a\\right|}\\right)", (m, a) => m.log1p(m.exp(m.negate(m.abs(a))))],
  ["b \\, \\left(e^{a} - 1\\right)", (m, a, b) => m.multiply(b, m.expm1(a))],
  ["\\sqrt{a \\, a}", (m, a) => m.sqrt(m.multiply(a, a))],
  ["\\max\\left(0, a\\right)", (m, a) => m.maximum(0, a)],
  ["\\min\\left(a, b + 1\\right)", (m, a, b) => m.minimum(a, m.add(b, 1))],
  [
    "\\begin{cases} 0 & \\text{if } a < 0 \\\\ a & \\text{otherwise} \\end{cases}",
    (m, a) => m.select(m.less(a, 0), 0, a),
  ],
  ["a = b", (m, a, b) => m.equal(a, b)],
  ["1.5 \\cdot 10^{-7} \\, a", (m, a) => m.multiply(1.5e-7, a)],
  ["a \\, \\left(1 \\cdot 10^{21}\\right)", (m, a) => m.multiply(a, 1e21)],
  ["-\\infty", (m) => m.number(-Infinity)],
])("%s", (text, formula) => expect(latex(formula)).toBe(text));
