import type { Shape } from "../shape.js";

/**
 * Which way a matrix or a vector lies on the page. Canonical is what tensors are: rows are examples, and weights
 * are [in, out]. A vector is a row or a column. What has more axes than two is so many matrices: each lies the same way.
 */
export type Way = "canonical" | "turned" | "row" | "column";

/** A name in the parts to which signs are added: `W`, `1`, `(2)` of W₁⁽²⁾; and as plain text. */
export interface SymbolName {
  /** LaTeX, as all parts but `plain`. */
  readonly base: string;
  readonly sub?: string;
  readonly sup?: string;
  readonly plain: string;
}

export interface SymbolExpression {
  readonly kind: "symbol";
  readonly name: SymbolName;
  /** Undefined where nothing is known of it, as in an op's documentation. */
  readonly shape?: Shape | undefined;
  /** How the symbol lies by itself; undefined where it has no sides, or nobody says. */
  readonly way?: Way | undefined;
}

export interface NumberExpression {
  readonly kind: "number";
  readonly value: number;
  readonly shape: Shape;
}

/**
 * | kind | operands | label |
 * |---|---|---|
 * | add, subtract, multiply, divide, power | two; multiply is element by element | |
 * | negate, root | one | |
 * | call | any number | the function's name |
 * | fence | what stands between bars | the bars' subscript, `|` for single ones, or `floor` or `ceil` |
 * | relation | two | the sign |
 * | cases | a condition, and a value for either case | |
 * | indicator | a condition | |
 * | product, outer | two factors of a matrix product; of `outer` a column and a row | |
 * | transpose | one | |
 * | over | what is added up, or the greatest is taken of | `sum` or `max` |
 * | index | what is indexed, and by what | |
 * | list | any number | |
 * | infix | two | the operator |
 */
export type OperationKind =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "power"
  | "negate"
  | "root"
  | "call"
  | "fence"
  | "relation"
  | "cases"
  | "indicator"
  | "product"
  | "outer"
  | "transpose"
  | "over"
  | "index"
  | "list"
  | "infix";

export interface OperationExpression {
  readonly kind: OperationKind;
  readonly operands: readonly Expression[];
  readonly label?: string | undefined;
  /** What stands below the label: the letters that a sum runs over, a setting of a function. */
  readonly below?: string | undefined;
  /** Of `over`: whether matrices are combined, so that what it leaves lies as each of them. */
  readonly isOfMatrices?: boolean | undefined;
  readonly shape?: Shape | undefined;
}

/**
 * A formula as it is to be read: a tree, so that parentheses, the order of factors and ᵀ are decided where it is
 * written down, and not where it is made.
 */
export type Expression = SymbolExpression | NumberExpression | OperationExpression;

export function isOperation(expression: Expression): expression is OperationExpression {
  return expression.kind !== "symbol" && expression.kind !== "number";
}

/** How many symbols and numbers it takes to write it down, counted no further than `most`. */
export function sizeOf(expression: Expression, most: number): number {
  let count = 0;
  const pending = [expression];
  while (pending.length > 0 && count < most) {
    const next = pending.pop()!;
    if (isOperation(next)) pending.push(...next.operands);
    else count++;
  }
  return count;
}
