import { type Expression, inputNames, latexOf, plainOf, resolveAttributes, writeOp } from "@chainrule/core";
import { expect, test } from "vitest";
import { registry } from "../testing/evaluate.js";

function written(name: string, attributes: Readonly<Record<string, unknown>>): Expression {
  const op = registry.get("ops", name);
  const inputs = inputNames(op).map((input): Expression => ({
    kind: "symbol",
    name: { base: input, plain: input },
  }));
  return writeOp(op, inputs, resolveAttributes(`op ${name}`, op.attributes, attributes));
}

test.each<[name: string, latex: string, plain: string, attributes?: Readonly<Record<string, unknown>>]>([
  ["cast", "\\operatorname{int32}(x)", "int32(x)", { to: "int32" }],
  ["ceil", "\\lceil x \\rceil", "⌈x⌉"],
  ["clip", "\\min(\\max(x, -1), 2)", "min(max(x, -1), 2)", { min: -1, max: 2 }],
  ["clip", "\\max(x, 0)", "max(x, 0)", { min: 0 }],
  ["clip", "\\min(x, 6)", "min(x, 6)", { max: 6 }],
  [
    "clipGradient",
    "\\begin{cases} 0 & \\text{if } x < 0 \\\\ g & \\text{otherwise} \\end{cases}",
    "(0 if x < 0, else g)",
    { min: 0 },
  ],
  ["cos", "\\cos(x)", "cos(x)"],
  ["erf", "\\operatorname{erf}(x)", "erf(x)"],
  ["erfGradient", "\\frac{2}{\\sqrt{\\pi}} \\, g \\, e^{-x^{2}}", "2/√(π) g e^(-x²)"],
  ["floor", "\\lfloor x \\rfloor", "⌊x⌋"],
  ["greaterEqual", "a \\ge b", "a ≥ b"],
  ["isFinite", "\\lvert x \\rvert < \\infty", "|x| < ∞"],
  ["isNaN", "\\operatorname{isNaN}(x)", "isNaN(x)"],
  ["lessEqual", "a \\le b", "a ≤ b"],
  ["logicalAnd", "a \\land b", "a ∧ b"],
  ["logicalNot", "\\lnot (a)", "¬(a)"],
  ["logicalOr", "a \\lor b", "a ∨ b"],
  ["logicalXor", "a \\oplus b", "a ⊕ b"],
  ["normalCdf", "\\Phi(x)", "Φ(x)"],
  ["normalDensity", "g \\, \\frac{e^{-\\frac{x^{2}}{2}}}{\\sqrt{2 \\, \\pi}}", "g e^(-x²/2)/√(2 π)"],
  ["notEqual", "a \\ne b", "a ≠ b"],
  ["power", "x^{y}", "x^y"],
  ["powerExponentGradient", "g \\, p \\, \\ln(x)", "g p ln(x)"],
  ["powerGradient", "g \\, y \\, x^{y - 1}", "g y x^(y - 1)"],
  ["reciprocal", "\\frac{1}{x}", "1/x"],
  ["reciprocalGradient", "-g \\, y^{2}", "-g y²"],
  ["round", "\\operatorname{round}(x)", "round(x)"],
  ["sin", "\\sin(x)", "sin(x)"],
])("%s is written %s, and in plain text %s", (name, latex, plain, attributes = {}) => {
  const expression = written(name, attributes);
  expect([latexOf(expression), plainOf(expression)]).toEqual([latex, plain]);
});
