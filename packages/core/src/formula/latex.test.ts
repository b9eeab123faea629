import { expect, test } from "vitest";
import type { Expression } from "./expression.js";
import { latexOf } from "./latex.js";
import { latexAlgebra, type LatexAlgebra } from "./latexAlgebra.js";

type Formula = (m: LatexAlgebra, a: Expression, b: Expression) => Expression;
const named = (base: string): Expression => ({ kind: "symbol", name: { base, plain: base } });
const latex = (formula: Formula): string => latexOf(formula(latexAlgebra, named("a"), named("b")));

test.each<[string, Formula]>([
  ["a + b", (m, a, b) => m.add(a, b)],
  ["a + b + 1", (m, a, b) => m.add(m.add(a, b), 1)],
  ["a + b + 1", (m, a, b) => m.add(a, m.add(b, 1))],
  ["a - (b - 1)", (m, a, b) => m.subtract(a, m.subtract(b, 1))],
  ["a - b", (m, a, b) => m.add(a, m.negate(b))],
  ["a - 2", (m, a) => m.add(a, -2)],
  ["a - 2 \\, b", (m, a, b) => m.add(a, m.multiply(-2, b))],
  ["a - (-b)", (m, a, b) => m.subtract(a, m.negate(b))],
  ["a - (-2)", (m, a) => m.subtract(a, -2)],
  ["-(-a)", (m, a) => m.negate(m.negate(a))],
  ["-(a + b)", (m, a, b) => m.negate(m.add(a, b))],
  ["-a \\, b", (m, a, b) => m.negate(m.multiply(a, b))],
  ["a \\, b", (m, a, b) => m.multiply(a, b)],
  ["(a + 1) \\, (b - 1)", (m, a, b) => m.multiply(m.add(a, 1), m.subtract(b, 1))],
  ["a \\, (-2)", (m, a) => m.multiply(a, -2)],
  ["a \\, b \\, a", (m, a, b) => m.multiply(a, m.multiply(b, a))],
  ["a \\, e^{b}", (m, a, b) => m.multiply(a, m.exp(b))],
  ["\\frac{a + 1}{b}", (m, a, b) => m.divide(m.add(a, 1), b)],
  ["\\sigma(a + b)", (m, a, b) => m.sigmoid(m.add(a, b))],
  ["\\tanh(-a)", (m, a) => m.tanh(m.negate(a))],
  ["\\ln(a)", (m, a) => m.log(a)],
  ["\\ln(1 + a)", (m, a) => m.log1p(a)],
  ["\\ln(1 - a)", (m, a) => m.log1p(m.negate(a))],
  ["\\ln(1 + e^{-\\lvert a \\rvert})", (m, a) => m.log1p(m.exp(m.negate(m.abs(a))))],
  ["b \\, (e^{a} - 1)", (m, a, b) => m.multiply(b, m.expm1(a))],
  ["\\sqrt{a \\, a}", (m, a) => m.sqrt(m.multiply(a, a))],
  ["\\max(0, a)", (m, a) => m.maximum(0, a)],
  ["\\min(a, b + 1)", (m, a, b) => m.minimum(a, m.add(b, 1))],
  [
    "\\begin{cases} 0 & \\text{if } a < 0 \\\\ a & \\text{otherwise} \\end{cases}",
    (m, a) => m.select(m.less(a, 0), 0, a),
  ],
  ["a = b", (m, a, b) => m.equal(a, b)],
  ["a \\le b + 1", (m, a, b) => m.lessEqual(a, m.add(b, 1))],
  ["a \\ge b", (m, a, b) => m.greaterEqual(a, b)],
  ["a \\ne b", (m, a, b) => m.notEqual(a, b)],
  ["\\lvert a \\rvert < \\infty", (m, a) => m.less(m.abs(a), Infinity)],
  ["(a < b) \\land (b \\le 2)", (m, a, b) => m.infix("and", m.less(a, b), m.lessEqual(b, 2))],
  ["a \\lor (a \\oplus b)", (m, a, b) => m.infix("or", a, m.infix("xor", a, b))],
  ["\\lnot (a)", (m, a) => m.call("not", [a])],
  ["\\lfloor a + b \\rfloor", (m, a, b) => m.rounded("floor", m.add(a, b))],
  [
    "2 \\, \\left\\lceil \\frac{a}{b} \\right\\rceil",
    (m, a, b) => m.multiply(2, m.rounded("ceil", m.divide(a, b))),
  ],
  ["\\operatorname{round}(a)", (m, a) => m.round(a)],
  ["\\operatorname{erf}(a)", (m, a) => m.erf(a)],
  ["\\Phi(a)", (m, a) => m.normalCdf(a)],
  ["\\sin(a) + \\cos(2 \\, b)", (m, a, b) => m.add(m.sin(a), m.cos(m.multiply(2, b)))],
  ["(a + 1)^{b - 1}", (m, a, b) => m.power(m.add(a, 1), m.subtract(b, 1))],
  ["2^{a}", (m, a) => m.power(2, a)],
  ["(a^{b})^{2}", (m, a, b) => m.power(m.power(a, b), 2)],
  ["1.5 \\cdot 10^{-7} \\, a", (m, a) => m.multiply(1.5e-7, a)],
  ["a \\cdot 1 \\cdot 10^{21}", (m, a) => m.multiply(a, 1e21)],
  ["-\\infty", (m) => m.number(-Infinity)],
])("%s", (text, formula) => expect(latex(formula)).toBe(text));
