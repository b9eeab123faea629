import { apply, attribute, defineOp, type Dim, type Shape, type Value } from "@chainrule/core";
import { broadcastTo } from "../movement/broadcastTo.js";
import { contract } from "./einsum/contract.js";
import { diagonalLetters, onDiagonal } from "./einsum/diagonal.js";
import { checkEquation, einsumShape, lettersOf, readEquation } from "./einsum/equation.js";
import { shaped } from "./einsum/part.js";
import { written } from "./einsum/written.js";

const attributes = {
  equation: attribute.string({
    doc: 'a letter for each axis of the operands and of the result, such as "ij,jk->ik"',
  }),
};
const source = "Einstein, Annalen der Physik 354 (1916), §5";
const names = { onnx: "Einsum", keras: "keras.ops.einsum", torch: "torch.einsum" };

export const einsum1Op = defineOp({
  name: "einsum1",
  doc: { summary: "axes of one operand reordered, summed over, or their diagonal taken", source, names },
  inputs: ["a"],
  attributes,
  check: ({ equation }, need) => checkEquation(equation, ["a"], need),
  shape: ({ a }, { equation }, need) => einsumShape(equation, ["a"], [a], need),
  decompose: ({ a }, { equation }) => contract(equation, [a]),
  vjp: { a: (g, { a }, { attributes: { equation } }) => cotangent(equation, [a], 0, g) },
  samples: [
    { inputs: { a: ["N", 3] }, attributes: { equation: "ij->ji" } },
    { inputs: { a: ["N", 3, 2] }, attributes: { equation: "ijk->kj" } },
    { inputs: { a: [3, 3] }, attributes: { equation: "ii" } },
    { inputs: { a: [2, "N", 2] }, attributes: { equation: "iji->ij" } },
    { inputs: { a: [2, 2, 2] }, attributes: { equation: "iii->i" } },
    { inputs: { a: ["N", 2, 2] }, attributes: { equation: "ijj->ji" } },
  ],
  latex: (m, { a }, { equation }) => written(m, equation, [a]),
});

export const einsumOp = defineOp({
  name: "einsum",
  doc: { summary: "products of the elements of two operands, summed over axes by letters", source, names },
  inputs: ["a", "b"],
  attributes,
  check: ({ equation }, need) => checkEquation(equation, ["a", "b"], need),
  shape: ({ a, b }, { equation }, need) => einsumShape(equation, ["a", "b"], [a, b], need),
  multiplyAdds: ({ a, b }, _, { equation }) => lettersOf(equation, [a, b]),
  decompose: ({ a, b }, { equation }) => contract(equation, [a, b]),
  vjp: {
    a: (g, { a, b }, { attributes: { equation } }) => cotangent(equation, [a, b], 0, g),
    b: (g, { a, b }, { attributes: { equation } }) => cotangent(equation, [a, b], 1, g),
  },
  samples: [
    { inputs: { a: ["N", 3], b: [3, 2] }, attributes: { equation: "ij,jk->ik" } },
    { inputs: { a: ["N", 2, 3], b: ["N", 3, 2] }, attributes: { equation: "bij,bjk->bik" } },
    { inputs: { a: ["N"], b: [3] }, attributes: { equation: "i,j" } },
    { inputs: { a: [2, "N"], b: [3, "N", 2] }, attributes: { equation: "ij,kjl->lik" } },
    { inputs: { a: ["N", 2, 3], b: ["N", 2, 2] }, attributes: { equation: "nti,ntj->ij" } },
    { inputs: { a: [2, 2], b: ["N", 3] }, attributes: { equation: "ii,jk->j" } },
    { inputs: { a: [3, 2], b: [3, "N"] }, attributes: { equation: "ij,ik->k" } },
    { inputs: { a: [], b: ["N"] }, attributes: { equation: ",i->i" } },
  ],
  latex: (m, { a, b }, { equation }) => written(m, equation, [a, b]),
});

export const einsum3Op = defineOp({
  name: "einsum3",
  doc: { summary: "products of the elements of three operands, summed over axes by letters", source, names },
  inputs: ["a", "b", "c"],
  attributes,
  check: ({ equation }, need) => checkEquation(equation, ["a", "b", "c"], need),
  shape: ({ a, b, c }, { equation }, need) => einsumShape(equation, ["a", "b", "c"], [a, b, c], need),
  decompose: ({ a, b, c }, { equation }) => contract(equation, [a, b, c]),
  vjp: {
    a: (g, { a, b, c }, { attributes: { equation } }) => cotangent(equation, [a, b, c], 0, g),
    b: (g, { a, b, c }, { attributes: { equation } }) => cotangent(equation, [a, b, c], 1, g),
    c: (g, { a, b, c }, { attributes: { equation } }) => cotangent(equation, [a, b, c], 2, g),
  },
  samples: [
    { inputs: { a: [2, "N"], b: ["N", 3], c: [3, 2] }, attributes: { equation: "ij,jk,kl->il" } },
    { inputs: { a: ["N", 2], b: [2, 3, 2], c: ["N", 3] }, attributes: { equation: "ni,ijk,nj->nk" } },
    { inputs: { a: ["N"], b: ["N"], c: ["N"] }, attributes: { equation: "i,i,i" } },
  ],
  latex: (m, { a, b, c }, { equation }) => written(m, equation, [a, b, c]),
});

/** One, two or three operands. */
export type EinsumOperands =
  readonly [a: Value] | readonly [a: Value, b: Value] | readonly [a: Value, b: Value, c: Value];

/**
 * Einstein's summation: products of the operands' elements, summed over each letter that the result does not have. A letter
 * is an axis, and wherever it stands the length is the same: an axis of length 1 does not stretch. A letter that an operand
 * has twice is its diagonal, of axes whose length is an integer.
 *
 * | equation | is |
 * |---|---|
 * | `"ij,jk->ik"` | the product of two matrices |
 * | `"bij,bjk->bik"` | the same for a batch |
 * | `"ij->ji"`, `"ij->j"`, `"ij->"` | transpose, sums of columns, sum |
 * | `"i,j->ij"`, `"i,i->"` | outer and inner product |
 * | `"ii->i"`, `"ii->"` | diagonal, trace |
 * | `"ij,jk"` | `"ij,jk->ik"`: without an arrow the result has the letters that stand once, in alphabetical order, capitals first |
 *
 * The work is done by `matmul`, and for three operands by the cheaper order of two of them. In a spec the op of one operand
 * is `einsum1`, of two `einsum`, of three `einsum3`.
 * @param operands float32 or float64, all of one dtype; as many axes as the operand has letters
 * @returns an axis for each letter of the result
 * @throws {Refusal} bad-attribute: no equation for so many operands | shape-mismatch
 */
export function einsum(equation: string, ...operands: EinsumOperands): Value {
  const [a, b, c] = operands;
  if (b === undefined) return apply(einsum1Op, { a }, { equation });
  return c === undefined
    ? apply(einsumOp, { a, b }, { equation })
    : apply(einsum3Op, { a, b, c }, { equation });
}

/**
 * The cotangent of an operand: the same sum with g in its place, and its letters as the result's. Along an axis that was
 * only summed over, g is repeated; where a diagonal was taken, the rest is 0.
 */
function cotangent(text: string, operands: readonly Value[], position: number, g: Value): Value {
  const { terms, output } = readEquation(text);
  const own = terms[position]!;
  const letters = diagonalLetters(own);
  const sources = terms.map((term, i) => (i === position ? output : term));
  const isKnown = (letter: string): boolean => sources.some((term) => term.includes(letter));
  const known = [...letters].filter(isKnown).join("");
  const given = operands.map((value, i) => (i === position ? g : value));
  const equation = `${sources.join(",")}->${known}`;
  const made = sources.length === 1 && output === known ? g : einsum(equation, ...asOperands(given));
  const shapeWith = (length: (dim: Dim, letter: string) => Dim): Shape =>
    [...letters].map((letter) => length(operands[position]!.shape[own.indexOf(letter)]!, letter));
  const spread = shaped(
    made,
    shapeWith((dim, letter) => (isKnown(letter) ? dim : 1)),
  );
  if (letters.length === own.length) return spread;
  const shape = shapeWith((dim) => dim);
  return onDiagonal(known === letters ? spread : broadcastTo(spread, shape), own);
}

function asOperands([a, b, c]: readonly Value[]): EinsumOperands {
  if (b === undefined) return [a!];
  return c === undefined ? [a!, b] : [a!, b, c];
}
