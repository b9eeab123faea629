import { type Expression, isOperation, type OperationExpression } from "./expression.js";
import { latexAlgebra as m } from "./latexAlgebra.js";

/**
 * The same formula without factors of 1, terms of 0 and signs that cancel: what a rule comes to once a cotangent is
 * put in. Numbers among factors come first.
 */
export function simplifyExpression(expression: Expression): Expression {
  if (!isOperation(expression)) return expression;
  const whole = { ...expression, operands: expression.operands.map(simplifyExpression) };
  const [a, b] = whole.operands as [Expression, Expression];
  switch (whole.kind) {
    case "multiply":
      return simpleProduct(whole);
    case "divide":
      if (isNumber(b, 1) || isNumber(a, 0)) return a;
      return isNegated(a) ? m.negate({ ...whole, operands: [a.operands[0]!, b] }) : whole;
    case "add":
      return isNumber(a, 0) ? b : isNumber(b, 0) ? a : whole;
    case "subtract":
      if (isNumber(b, 0)) return a;
      if (isNumber(a, 0)) return negated(b);
      return isNegated(b) ? { ...whole, kind: "add", operands: [a, b.operands[0]!] } : whole;
    case "negate":
      return negated(a);
    case "over":
      if (!isNegated(a) || whole.label !== "sum") return whole;
      return m.negate({ ...whole, operands: [a.operands[0]!] });
    case "power":
      return isNumber(b, 1) ? a : whole;
    default:
      return whole;
  }
}

function isNumber(x: Expression, value: number): boolean {
  return x.kind === "number" && x.value === value;
}

function isNegated(x: Expression): x is OperationExpression {
  return x.kind === "negate";
}

function negated(x: Expression): Expression {
  if (x.kind === "number") return m.number(0 - x.value);
  return isNegated(x) ? x.operands[0]! : m.negate(x);
}

/** Twelve digits, so that 0.1 · 3 is 0.3. */
const digits = 12;

function simpleProduct(product: OperationExpression): Expression {
  let coefficient = 1;
  const factors: Expression[] = [];
  const pending: Expression[] = [...product.operands].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "number") coefficient *= next.value;
    else if (next.kind === "multiply") pending.push(...[...next.operands].reverse());
    else if (isNegated(next)) {
      coefficient = -coefficient;
      pending.push(next.operands[0]!);
    } else factors.push(next);
  }
  const size = Number(Math.abs(coefficient).toPrecision(digits));
  const [first, ...others] = factors;
  if (first === undefined || size === 0) return m.number(coefficient < 0 ? -size : size);
  const start = size === 1 ? first : m.multiply(size, first);
  const whole = others.reduce((left, right) => m.multiply(left, right), start);
  return coefficient < 0 ? m.negate(whole) : whole;
}
