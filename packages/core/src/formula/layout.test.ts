import { expect, test } from "vitest";
import type { Shape } from "../shape.js";
import type { Expression, Way } from "./expression.js";
import { latexOf } from "./latex.js";
import { latexAlgebra as m } from "./latexAlgebra.js";
import { plainOf } from "./plain.js";
import { simplifyExpression } from "./simplifyExpression.js";

const symbol = (base: string, shape?: Shape, way?: Way): Expression => ({
  kind: "symbol",
  name: { base, plain: base },
  shape,
  way,
});
const X = symbol("X", ["N", 3], "canonical");
const x = symbol("x", ["N", 3], "turned");
const W = symbol("W", [3, 2], "canonical");
const U = symbol("U", [2, 4], "canonical");
const d = symbol("d", ["N", 2], "turned");
const w = symbol("w", [3], "column");
const v = symbol("v", [3], "column");
const b = symbol("b", [2], "column");

test.each<[string, Expression, Way | undefined]>([
  // (A B)ᵀ = Bᵀ Aᵀ, down to the symbols.
  ["X \\, W", m.product(X, W), "canonical"],
  ["W^{\\top} \\, X^{\\top}", m.product(X, W), "turned"],
  ["W^{\\top} \\, x", m.product(x, W), "turned"],
  ["x^{\\top} \\, W", m.product(x, W), "canonical"],
  ["U^{\\top} \\, W^{\\top} \\, x", m.product(m.product(x, W), U), "turned"],
  ["x \\, d^{\\top}", m.product(m.transpose(x), d), "canonical"],
  ["W \\, d", m.product(d, m.transpose(W)), "turned"],
  ["(X^{\\top})^{\\top}", m.transpose(m.transpose(symbol("X"))), undefined],
  // Elementwise operations commute with ᵀ; a bias has none.
  ["W^{\\top} \\, x + b", m.add(m.product(x, W), b), "turned"],
  ["\\sigma(W^{\\top} \\, x)", m.sigmoid(m.product(x, W)), "turned"],
  ["(W \\, d) \\odot x", m.multiply(m.product(d, m.transpose(W)), x), "turned"],
  ["W \\, (d \\odot d)", m.product(m.multiply(d, d), m.transpose(W)), "turned"],
  // Vectors show ᵀ where a product needs it; numbers lie both ways.
  ["w^{\\top} \\, x", m.product(x, w), "row"],
  ["x^{\\top} \\, w", m.product(x, w), "column"],
  ["w^{\\top} \\, v", m.product(w, v), undefined],
  [
    "x \\, \\delta^{\\top}",
    m.outer(symbol("x", [3], "column"), symbol("\\delta", [2], "column")),
    "canonical",
  ],
  ["a \\, b^{\\top}", m.outer(symbol("a"), symbol("b")), undefined],
  // What has no sides is written with the fewest ᵀ.
  ["\\lVert x \\rVert_{F}", m.norm(x, "F"), undefined],
  ["\\sum_{n} d", m.sum(d, [0]), undefined],
  [
    "\\frac{1}{2 \\, N} \\, \\sum (a - 1)^{2}",
    m.multiply(m.divide(1, m.count(d)), m.sum(m.power(m.subtract(symbol("a"), 1), 2))),
    undefined,
  ],
  ["\\left(\\sum d\\right) \\, a", m.multiply(m.sum(d), symbol("a")), undefined],
])("%s", (text, expression, want) => expect(latexOf(expression, want)).toBe(text));

test("a tall or raised symbol takes its ᵀ and powers in parentheses", () => {
  const gradient = symbol("\\frac{a}{b}", ["N", 2], "turned");
  expect(latexOf(gradient, "canonical")).toBe("\\left(\\frac{a}{b}\\right)^{\\top}");
  const layer: Expression = {
    kind: "symbol",
    name: { base: "W", sup: "(1)", plain: "W⁽¹⁾" },
    shape: [2, 2],
    way: "canonical",
  };
  expect(latexOf(layer, "turned")).toBe("W^{(1)\\top}");
  expect(latexOf(m.power(layer, 2))).toBe("(W^{(1)})^{2}");
});

test("the same as plain text", () => {
  const loss = m.negate(
    m.multiply(m.divide(1, m.count(x, [0])), m.sum(m.multiply(symbol("y"), m.log(symbol("p"))))),
  );
  expect(plainOf(loss)).toBe("-1/N Σ y ln(p)");
  expect(plainOf(m.product(x, W), "turned")).toBe("Wᵀ x");
  expect(plainOf(m.divide(m.add(symbol("a"), 1), m.multiply(2, symbol("b"))))).toBe("(a + 1)/(2 b)");
  expect(plainOf(m.select(m.less(0, symbol("x")), 1, m.power(symbol("x"), 2)))).toBe("(1 if x > 0, else x²)");
});

test("rounding, powers, relations and what connects them, as plain text", () => {
  const [a, c] = [symbol("a"), symbol("c")];
  const plain = [
    m.rounded("floor", m.add(a, 1)),
    m.rounded("ceil", a),
    m.round(a),
    m.normalCdf(a),
    m.power(a, m.subtract(c, 1)),
    m.infix("and", m.lessEqual(a, c), m.call("not", [m.greaterEqual(c, 1)])),
    m.infix("or", m.notEqual(a, 0), m.infix("xor", a, c)),
  ].map((expression) => plainOf(expression));
  expect(plain).toEqual([
    "⌊a + 1⌋",
    "⌈a⌉",
    "round(a)",
    "Φ(a)",
    "a^(c - 1)",
    "(a ≤ c) ∧ ¬(c ≥ 1)",
    "(a ≠ 0) ∨ (a ⊕ c)",
  ]);
});

const y = symbol("y");
test.each<[string, Expression]>([
  ["y", m.multiply(1, y)],
  ["y \\, (1 - y)", m.multiply(1, m.multiply(y, m.subtract(1, y)))],
  ["-y", m.multiply(y, -1)],
  ["2 \\, y \\, y", m.multiply(y, m.multiply(2, y))],
  ["0.3 \\, y", m.multiply(0.1, m.multiply(y, 3))],
  ["0", m.multiply(y, m.multiply(0, y))],
  ["-\\frac{y}{2}", m.divide(m.negate(y), 2)],
  ["y", m.divide(m.add(0, y), 1)],
  ["y", m.negate(m.subtract(0, y))],
  ["1 + y", m.subtract(1, m.negate(y))],
  ["-\\sum y", m.sum(m.negate(y))],
])("simplified: %s", (text, expression) => expect(latexOf(simplifyExpression(expression))).toBe(text));
