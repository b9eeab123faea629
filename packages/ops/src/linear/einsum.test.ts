import { Builder, elementCount, type Op, type Shape, type StaticShape, type Value } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { einsum, matmul, outer } from "../linear.js";
import { transpose } from "../movement.js";
import { evaluate, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";

const a = [
  [1, 2],
  [3, 4],
];
const b = [
  [5, 6],
  [7, 8],
];
const one =
  (equation: string) =>
  (a: Value): Value =>
    einsum(equation, a);
const two =
  (equation: string) =>
  (a: Value, b: Value): Value =>
    einsum(equation, a, b);
const three =
  (equation: string) =>
  (a: Value, b: Value, c: Value): Value =>
    einsum(equation, a, b, c);

describe("the usual equations, by hand", () => {
  test("products", () => {
    const product = [
      [19, 22],
      [43, 50],
    ];
    expect(evaluate(two("ij,jk->ik"), a, b)).toEqual(product);
    expect(evaluate(two("ij,jk"), a, b)).toEqual(product);
    expect(evaluate(two(" ij, jk -> ik "), a, b)).toEqual(product);
    expect(evaluate(two("bij,bjk->bik"), [a, b], [b, a])).toEqual([
      product,
      [
        [23, 34],
        [31, 46],
      ],
    ]);
    expect(evaluate(two("ij,kj->ki"), a, b)).toEqual([
      [17, 39],
      [23, 53],
    ]);
    expect(evaluate(two("ij,j->i"), a, [10, 1])).toEqual([12, 34]);
    expect(evaluate(three("i,ij,j->"), [1, 2], a, [10, 1])).toBe(80);
  });

  test("inner and outer products, element by element, a number", () => {
    expect(evaluate(two("i,i->"), [1, 2, 3], [10, 100, -1])).toBe(207);
    expect(evaluate(two("i,j->ij"), [1, 2], [10, 100])).toEqual(evaluate(outer, [1, 2], [10, 100]));
    expect(evaluate(two("ij,ij->ij"), a, b)).toEqual([
      [5, 12],
      [21, 32],
    ]);
    expect(evaluate(two("ij,ij->"), a, b)).toBe(70);
    expect(evaluate(two(",ij->ji"), 2, a)).toEqual([
      [2, 6],
      [4, 8],
    ]);
    expect(evaluate(two(","), 2, 3)).toBe(6);
  });

  test("transposes, sums, diagonals, traces", () => {
    expect(evaluate(one("ij->ji"), a)).toEqual(evaluate(transpose, a));
    expect(evaluate(one("ij->j"), a)).toEqual([4, 6]);
    expect(evaluate(one("ij->"), a)).toBe(10);
    expect(evaluate(one("ii->i"), a)).toEqual([1, 4]);
    expect(evaluate(one("ii"), a)).toBe(5);
    expect(evaluate(one("iij->j"), [a, b])).toEqual([1 + 7, 2 + 8]);
    expect(evaluate(two("ii,i->i"), a, [10, 100])).toEqual([10, 400]);
  });

  test("without an arrow, letters that stand once in alphabetical order, capitals first", () => {
    expect(evaluate(one("ba"), a)).toEqual(evaluate(transpose, a));
    expect(evaluate(one("aB"), a)).toEqual(evaluate(transpose, a));
    expect(withShapes(two("kj,ji"), [2, 3], [3, 4]).shape).toEqual([4, 2]);
  });
});

test("A13: cotangents: the diagonal of ones for a trace, repeated where only summed, and products", () => {
  expect(gradients(one("ii"), a)).toEqual([
    [
      [1, 0],
      [0, 1],
    ],
  ]);
  expect(gradients(one("ij->j"), a)).toEqual([
    [
      [1, 1],
      [1, 1],
    ],
  ]);
  expect(gradients(two("ij,jk->ik"), a, b)).toEqual(gradients(matmul, a, b));
  expect(gradients(two("ij,k->"), a, [2, 3])).toEqual([
    [
      [5, 5],
      [5, 5],
    ],
    [10, 10],
  ]);
  expect(gradients(two("ii,jj->ij"), a, b)).toEqual([
    [
      [13, 0],
      [0, 13],
    ],
    [
      [5, 0],
      [0, 5],
    ],
  ]);
});

/** The nodes that an equation comes to. */
function nodesOf(equation: string, shapes: readonly Shape[]): readonly Value[] {
  const unfold = ({ name }: Op): boolean => name.startsWith("einsum");
  const builder = new Builder({ registry, dtype: "float64", unfold });
  const [x, y, z] = shapes.map((shape, i) => builder.source("input", `x${i}`, shape, "float64"));
  if (y === undefined) einsum(equation, x!);
  else if (z === undefined) einsum(equation, x!, y);
  else einsum(equation, x!, y, z);
  return builder.values.filter(({ op }) => op !== "input");
}

/** How many multiplications the products of three operands take. */
function multiplications(equation: string, ...shapes: StaticShape[]): number {
  const products = nodesOf(equation, shapes).filter(({ op }) => op === "matmul");
  return products
    .map(({ inputs, shape }) => Number(inputs[0]!.shape.at(-1)) * elementCount(shape.map(Number)))
    .reduce((sum, count) => sum + count);
}

describe("the work is done by products", () => {
  test.each<[equation: string, shapes: readonly Shape[], ops: string[]]>([
    ["ij,jk->ik", [["N", 3], [3, 2]], ["matmul"]],
    ["nij,jk->nik", [["N", 5, 3], [3, 2]], ["matmul"]],
    ["bij,bjk->bik", [["N", 5, 3], ["N", 3, 2]], ["matmul"]],
    ["i,i->", [["N"], ["N"]], ["matmul"]],
    ["ij,kj->ik", [["N", 3], [2, 3]], ["transpose", "matmul"]],
    ["ij,jk->ki", [["N", 3], [3, 2]], ["transpose", "transpose", "matmul"]],
    ["nti,ntj->ij", [["N", 5, 3], ["N", 5, 2]], ["matmulGradient"]],
    ["bhqd,bhkd->bhqk", [["N", 2, 5, 3], ["N", 2, 7, 3]], ["transpose", "matmul"]],
    ["i,j->ij", [["N"], [3]], ["reshape", "multiply"]],
    ["ij->ji", [["N", 3]], ["transpose"]],
    ["ij->ij", [["N", 3]], []],
  ])("%s", (equation, shapes, ops) => {
    expect(nodesOf(equation, shapes).map(({ op }) => op)).toEqual(ops);
  }); // prettier-ignore

  test("of three operands the two go first whose product is the smallest", () => {
    expect(multiplications("ij,jk,k->i", [50, 40], [40, 30], [30])).toBe(40 * 30 + 50 * 40);
    expect(multiplications("i,ij,jk->k", [50], [50, 40], [40, 30])).toBe(50 * 40 + 40 * 30);
    expect(multiplications("ij,kl,jk->il", [2, 9], [8, 3], [9, 8])).toBe(2 * 9 * 8 + 2 * 8 * 3);
    // The gradient of a chain by its first matrix has g [i, l] in its place: not the outer product with the second.
    expect(multiplications("il,jk,kl->ij", [2, 3], [9, 8], [8, 3])).toBe(2 * 3 * 8 + 2 * 8 * 9);
  });
});

test.each<[equation: string, need: string]>([
  ["...j,jk->...k", 'a letter for each axis: axes without names, "...", are not taken'],
  ["i1,jk->ik", 'letters a to z and A to Z, a comma between operands, and at most one "->"'],
  ["ij,jk->ik->i", 'letters a to z and A to Z, a comma between operands, and at most one "->"'],
  ["ij,jk>ik", 'letters a to z and A to Z, a comma between operands, and at most one "->"'],
  ["ij->ji", "2 operands, a, b; einsum1 takes one, einsum two, einsum3 three"],
  ["ij,jk,kl->il", "2 operands, a, b; einsum1 takes one, einsum two, einsum3 three"],
  ["ij,jk->ii", "each letter of the result once: i is there twice"],
  ["ij,jk->il", "letters of the result that an operand has: no operand has l"],
])("the equation %s is refused", (equation, need) => {
  expect(refusal(() => withShapes(two(equation), [2, 3], [3, 4]))).toBe(`bad-attribute: ${need}`);
});

test.each<[equation: string, a: Shape, b: Shape, need: string]>([
  ["ij,jk->ik", [2, 3], [4, 5], "a[1] = b[0], which are both j"],
  ["ij,jk->ik", ["N", "M"], ["N", 5], "a[1] = b[0], which are both j"],
  ["ij,jk->ik", ["N", 1], [3, 5], "a[1] = b[0], which are both j"],
  ["ii,ij->j", [2, 3], [2, 5], "a[0] = a[1], which are both i"],
  ["ij,jk->ik", [2, 3, 4], [3, 5], 'a of rank 2, an axis for each letter of "ij"'],
  ["ij,->ij", [2, 3], [3], 'b of rank 0, an axis for each letter of ""'],
  [
    "ii,ij->j",
    ["N", "N"],
    ["N", 5],
    "an integer length of i, of which the diagonal is taken: N is a name and no number to reckon with",
  ],
])("%s of %j and %j is refused", (equation, a, b, need) => {
  expect(refusal(() => withShapes(two(equation), a, b))).toBe(`shape-mismatch: ${need}`);
});

test("an equation for one operand tells of one", () => {
  expect(refusal(() => withShapes(one("i,j"), [2]))).toBe(
    "bad-attribute: one operand, a; einsum1 takes one, einsum two, einsum3 three",
  );
});
