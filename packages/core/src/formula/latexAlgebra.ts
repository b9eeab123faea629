import { broadcastShapes, type Dim, normalizeAxis, type Shape } from "../shape.js";
import type { Algebra, Operand } from "./algebra.js";
import { latexWord } from "./escapeLatex.js";
import { type Expression, type OperationExpression, type OperationKind } from "./expression.js";

/** Axes as a reduction states them. */
type Axes = readonly number[] | "all";

/**
 * What an op's `latex` is written over: the formula algebra, and what formulas have no words for. Shapes are known
 * where a graph is written down, and not where an op is documented.
 */
export interface LatexAlgebra extends Algebra<Expression, Expression> {
  greater(a: Operand<Expression>, b: Operand<Expression>): Expression;
  lessEqual(a: Operand<Expression>, b: Operand<Expression>): Expression;
  greaterEqual(a: Operand<Expression>, b: Operand<Expression>): Expression;
  notEqual(a: Operand<Expression>, b: Operand<Expression>): Expression;
  /** The matrix product, by the rules of `matmul`: of more than two axes, matrix by matrix. */
  product(a: Expression, b: Expression): Expression;
  /** A column times a row: a bᵀ. */
  outer(a: Expression, b: Expression): Expression;
  /** Rows become columns; of more than two axes, in each matrix of the last two. */
  transpose(x: Expression): Expression;
  /** `\operatorname{softmax}(x)`: of the shape of its first operand, unless another is given. */
  call(name: string, operands: readonly Expression[], below?: string, shape?: Shape): Expression;
  /** Adds up along axes; of all axes it is a scalar. */
  sum(x: Expression, axes?: Axes, keepDims?: boolean): Expression;
  /** The greatest along axes. */
  max(x: Expression, axes?: Axes, keepDims?: boolean, below?: string): Expression;
  /** The least along axes. */
  min(x: Expression, axes?: Axes, keepDims?: boolean): Expression;
  /** Multiplies along axes. */
  prod(x: Expression, axes?: Axes, keepDims?: boolean): Expression;
  /** ‖x‖ with a subscript. */
  norm(x: Expression, ord: string): Expression;
  /** 1 where the condition holds, else 0. */
  indicator(condition: Expression): Expression;
  /** x with a subscript: `p_{y}`. */
  index(x: Expression, by: Expression): Expression;
  list(...items: readonly Expression[]): Expression;
  infix(operator: "star" | "starTranspose" | "and" | "or" | "xor", a: Expression, b: Expression): Expression;
  /** ⌊x⌋ or ⌈x⌉. */
  rounded(way: "floor" | "ceil", x: Expression): Expression;
  /** Something that has a LaTeX of its own: `\mathbf{1}`. */
  sign(latex: string, plain: string): Expression;
  /** One of the elements of x, for what stands behind a Σ: there is nothing to transpose in it. */
  element(x: Expression): Expression;
  /** How many indices the axes have: `3 \, N`. Where nothing is known it is N. */
  count(x: Expression, axes?: Axes): Expression;
}

function of(x: Operand<Expression>): Expression {
  return typeof x === "number" ? latexAlgebra.number(x) : x;
}

function make(
  kind: OperationKind,
  operands: readonly Operand<Expression>[],
  rest: Partial<OperationExpression> = {},
): Expression {
  const whole = operands.map(of);
  return { kind, operands: whole, shape: commonShape(whole), ...rest };
}

function commonShape(operands: readonly Expression[]): Shape | undefined {
  let common: Shape | undefined = [];
  for (const { shape } of operands)
    common = common === undefined || shape === undefined ? undefined : broadcastShapes(common, shape);
  return common;
}

const call = (name: string, ...operands: Operand<Expression>[]): Expression =>
  make("call", operands, { label: name });

/** The formula algebra over expressions. */
export const latexAlgebra: LatexAlgebra = {
  number: (value) => ({ kind: "number", value, shape: [] }),
  add: (a, b) => make("add", [a, b]),
  subtract: (a, b) => make("subtract", [a, b]),
  multiply: (a, b) => make("multiply", [a, b]),
  divide: (a, b) => make("divide", [a, b]),
  negate: (a) => make("negate", [a]),
  abs: (a) => make("fence", [a], { label: "|" }),
  sqrt: (a) => make("root", [a]),
  round: (a) => call("round", a),
  minimum: (a, b) => call("min", a, b),
  maximum: (a, b) => call("max", a, b),
  less: (a, b) =>
    of(a).kind === "number" && of(b).kind !== "number" ? relation(">", b, a) : relation("<", a, b),
  greater: (a, b) => relation(">", a, b),
  lessEqual: (a, b) => relation("≤", a, b),
  greaterEqual: (a, b) => relation("≥", a, b),
  notEqual: (a, b) => relation("≠", a, b),
  equal: (a, b) => relation("=", a, b),
  select: (condition, yes, no) => make("cases", [condition, yes, no]),
  exp: (x) => make("power", [latexAlgebra.sign("e", "e"), x], { shape: of(x).shape }),
  expm1: (x) => latexAlgebra.subtract(latexAlgebra.exp(x), 1),
  log: (x) => call("ln", x),
  log1p: (x) => call("ln", latexAlgebra.add(1, x)),
  tanh: (x) => call("tanh", x),
  sigmoid: (x) => call("sigma", x),
  erf: (x) => call("erf", x),
  normalCdf: (x) => call("Phi", x),
  sin: (x) => call("sin", x),
  cos: (x) => call("cos", x),
  power: (x, exponent) => make("power", [x, exponent], { shape: of(x).shape }),
  product: (a, b) => make("product", [a, b], { shape: productShape(a.shape, b.shape) }),
  outer: (a, b) => make("outer", [a, b], { shape: a.shape && b.shape && [a.shape[0]!, b.shape[0]!] }),
  transpose: (x) =>
    make("transpose", [x], {
      shape: x.shape && [...x.shape.slice(0, -2), ...x.shape.slice(-2).reverse()],
    }),
  call: (name, operands, below, shape = operands[0]?.shape) =>
    make("call", operands, { label: name, below, shape }),
  sum: (x, axes = "all", keepDims = false) => over("sum", x, axes, keepDims, letters(x.shape, axes)),
  max: (x, axes = "all", keepDims = false, below = letters(x.shape, axes)) =>
    over("max", x, axes, keepDims, below),
  min: (x, axes = "all", keepDims = false) => over("min", x, axes, keepDims, letters(x.shape, axes)),
  prod: (x, axes = "all", keepDims = false) => over("prod", x, axes, keepDims, letters(x.shape, axes)),
  norm: (x, ord) => make("fence", [x], { label: ord, shape: [] }),
  indicator: (condition) => make("indicator", [condition]),
  index: (x, by) => make("index", [x, by], { shape: undefined }),
  list: (...items) => make("list", items, { shape: undefined }),
  infix: (operator, a, b) => make("infix", [a, b], { label: operator, shape: undefined }),
  rounded: (way, x) => make("fence", [x], { label: way }),
  sign: (base, plain) => ({ kind: "symbol", name: { base, plain }, shape: [] }),
  element: elementOf,
  count: (x, axes = "all") => countOf(x.shape, axes),
};

function relation(sign: string, a: Operand<Expression>, b: Operand<Expression>): Expression {
  return make("relation", [a, b], { label: sign });
}

function over(name: string, x: Expression, axes: Axes, keepDims: boolean, below: string): Expression {
  if (axes !== "all" && axes.length === 0) return x;
  const reduced = x.shape && frontAxes(x.shape, axes);
  const shape = reduced && x.shape?.map((dim, axis) => (reduced.has(axis) ? 1 : dim));
  const dropped = keepDims ? shape : shape?.filter((_, axis) => !reduced!.has(axis));
  return make("over", [x], {
    label: name,
    below,
    shape: axes === "all" && !keepDims ? [] : dropped,
    isOfMatrices:
      !keepDims && reduced !== undefined && [...reduced].every((axis) => axis < x.shape!.length - 2),
  });
}

function frontAxes(shape: Shape, axes: Axes): ReadonlySet<number> {
  if (axes === "all") return new Set(shape.keys());
  return new Set(axes.map((axis) => normalizeAxis(axis, shape.length) ?? axis));
}

/** The letters of the axes: n for examples, else i, j, k, …; none where all are meant. */
function letters(shape: Shape | undefined, axes: Axes): string {
  if (axes === "all" || axes.length === shape?.length) return "";
  const names = "ijklpqrs";
  const named = axes.map((axis) => {
    const front = shape === undefined ? axis : (normalizeAxis(axis, shape.length) ?? axis);
    if (shape !== undefined && typeof shape[front] === "string") return "n";
    return front < 0 ? "c" : (names[front] ?? `a_{${front}}`);
  });
  return named.join(", ");
}

function productShape(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  const batch = a && b && broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  return batch && [...batch, ...a!.slice(-2, -1), ...(b!.length > 1 ? b!.slice(-1) : [])];
}

function elementOf(x: Expression): Expression {
  if (x.kind === "symbol") return { ...x, shape: [], way: undefined };
  if (x.kind === "number") return x;
  const isElementwise = ["add", "subtract", "multiply", "divide", "negate", "power", "root"].includes(x.kind);
  return isElementwise ? { ...x, operands: x.operands.map(elementOf), shape: [] } : x;
}

function countOf(shape: Shape | undefined, axes: Axes): Expression {
  const dims: readonly Dim[] =
    shape === undefined ? ["N"] : shape.filter((_, axis) => frontAxes(shape, axes).has(axis));
  const size = dims.reduce<number>((product, dim) => (typeof dim === "number" ? product * dim : product), 1);
  const names = dims.filter((dim) => typeof dim === "string");
  const factors = names.map((dim) => latexAlgebra.sign(/^[A-Za-z]$/.test(dim) ? dim : latexWord(dim), dim));
  if (size !== 1 || factors.length === 0) factors.unshift(latexAlgebra.number(size));
  return factors.reduce((product, factor) => latexAlgebra.multiply(product, factor));
}
