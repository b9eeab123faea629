import {
  elementCount,
  type Shape,
  type StaticShape,
  type Tensor,
  tensorOf,
  type Value,
} from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { einsum, matmul } from "../linear.js";
import { gradientsOf } from "../testing/gradientsOf.js";

/** Sizes of axes: none, one, and primes. */
const size = fc.constantFrom(0, 1, 2, 3, 5);

/** Eighths between -8 and 8: products of four, and their sums, are exact in any order. */
function eighths(count: number, seed: number): number[] {
  let x = seed;
  return Array.from({ length: count }, () => {
    x = (x * 37 + 11) % 127;
    return (x - 63) / 8;
  });
}

const drawn = (shape: StaticShape, seed: number): Tensor =>
  tensorOf(eighths(elementCount(shape), seed), shape);

/** The row-major index of a place. */
const indexOf = (place: readonly number[], shape: StaticShape): number =>
  place.reduce((index, at, axis) => index * shape[axis]! + at, 0);

/** Calls back for each place of a shape, by one loop an axis. */
function forEachPlace(shape: StaticShape, visit: (place: readonly number[]) => void): void {
  const loop = (place: readonly number[]): void => {
    if (place.length === shape.length) return visit(place);
    for (let i = 0; i < shape[place.length]!; i++) loop([...place, i]);
  };
  loop([]);
}

interface Sums {
  readonly value: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

/**
 * A sum of products and its gradients, by the definition: every term once.
 * @param space what all loops together run over
 * @param places where a point of the space is in each operand, and in the result
 */
function plainly(
  space: StaticShape,
  operands: readonly Tensor[],
  result: StaticShape,
  weights: readonly number[],
  places: (point: readonly number[]) => readonly (readonly number[])[],
): Sums {
  const value = new Array<number>(elementCount(result)).fill(0);
  const gradients = operands.map(({ data }) => Array.from(data, () => 0));
  forEachPlace(space, (point) => {
    const at = places(point);
    const to = indexOf(at[operands.length]!, result);
    const from = operands.map(({ shape }, i) => indexOf(at[i]!, shape));
    const factors = operands.map(({ data }, i) => data[from[i]!]!);
    value[to]! += factors.reduce((product, factor) => product * factor, 1);
    gradients.forEach((gradient, i) => {
      const others = factors.filter((_, k) => k !== i);
      gradient[from[i]!]! += others.reduce((product, factor) => product * factor, weights[to]!);
    });
  });
  return { value, gradients };
}

/** Numbers without the sign of zeros: -0 is a matter of the order in which zeros are added. */
const numbers = (data: ArrayLike<number>): number[] => Array.from(data, (x) => x + 0);

function expectSums(
  call: (a: Value, b?: Value, c?: Value) => Value,
  shapes: readonly Shape[],
  operands: readonly Tensor[],
  sums: (weights: readonly number[]) => Sums,
): void {
  let weights: readonly number[] = [];
  const found = gradientsOf(
    ([a, b, c]) => call(a!, b, c),
    shapes,
    operands,
    (count) => (weights = eighths(count, 5)),
  );
  const { value, gradients } = sums(weights);
  expect(numbers(found.value.data)).toEqual(numbers(value));
  expect(found.gradients.map(({ data }) => numbers(data))).toEqual(gradients.map(numbers));
}

/** Two shapes that a matrix product takes: vectors, matrices, and batches that broadcast, up to rank 4. */
const factors = fc
  .record({
    batch: fc.array(size, { maxLength: 2 }),
    inA: fc.tuple(fc.boolean(), fc.boolean()),
    inB: fc.tuple(fc.boolean(), fc.boolean()),
    isVector: fc.tuple(fc.boolean(), fc.boolean()),
    rows: size,
    inner: size,
    columns: size,
    dropped: fc.nat(2),
    isShort: fc.constantFrom("a", "b"),
  })
  .map(({ batch, inA, inB, isVector, rows, inner, columns, dropped, isShort }) => {
    const own = (stays: readonly boolean[], isDropped: boolean): number[] =>
      batch.map((dim, i) => (stays[i] ? dim : 1)).slice(isDropped ? dropped : 0);
    return {
      a: isVector[0] ? [inner] : [...own(inA, isShort === "a"), rows, inner],
      b: isVector[1] ? [inner] : [...own(inB, isShort === "b"), inner, columns],
    };
  });

test("A13: matmul and its gradients are the definition's, for vectors, matrices and batches of any sizes", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(factors, fc.nat(100), ({ a, b }, seed) => {
      seen.add(`${a.length} ${b.length}`);
      const [leadA, leadB] = [a.slice(0, -2), b.slice(0, -2)];
      const rank = Math.max(leadA.length, leadB.length);
      const dimOf = (lead: StaticShape, i: number): number => lead[i - rank + lead.length] ?? 1;
      const lead = Array.from({ length: rank }, (_, i) =>
        dimOf(leadA, i) === 1 ? dimOf(leadB, i) : dimOf(leadA, i),
      );
      const rows = a.length > 1 ? [a.at(-2)!] : [];
      const columns = b.length > 1 ? [b.at(-1)!] : [];
      const result = [...lead, ...rows, ...columns];
      const operands = [drawn(a, seed), drawn(b, seed + 1)];
      const own = (place: readonly number[], shape: StaticShape): number[] =>
        shape.map((dim, i) => (dim === 1 ? 0 : place[i + rank - shape.length]!));
      expectSums(
        (x, y) => matmul(x, y!),
        [a, b],
        operands,
        (weights) =>
          plainly([...result, a.at(-1)!], operands, result, weights, (point) => {
            const [row, column] = [
              point.slice(rank, rank + rows.length),
              point.slice(rank + rows.length, -1),
            ];
            const k = point.at(-1)!;
            return [
              [...own(point, leadA), ...row, k],
              [...own(point, leadB), k, ...column],
              point.slice(0, -1),
            ];
          }),
      );
    }),
    { numRuns: 300 },
  );
  expect(seen.size).toBeGreaterThan(8);
});

const alphabet = [..."ijklmn"];

/** An equation, and how long each letter's axis is, where some lengths are names. */
function equationOf(
  terms: readonly (readonly string[])[],
  output: readonly string[] | undefined,
  lengths: readonly number[],
  isNamed: readonly boolean[],
) {
  const all = terms.flat();
  const once = alphabet.filter((letter) => all.filter((other) => other === letter).length === 1);
  const sides = terms.map((term) => term.join("")).join(",");
  const repeated = new Set(terms.flatMap((term) => term.filter((letter, i) => term.indexOf(letter) !== i)));
  const lengthOf = (letter: string): number => lengths[alphabet.indexOf(letter)]!;
  return {
    equation: output === undefined ? sides : `${sides}->${output.join("")}`,
    terms,
    output: output ?? once,
    letters: [...new Set(all)],
    lengthOf,
    // Of a named length no diagonal can be taken.
    dimOf: (letter: string) =>
      isNamed[alphabet.indexOf(letter)] && !repeated.has(letter) ? letter.toUpperCase() : lengthOf(letter),
  };
}

const axes = {
  lengths: fc.array(size, { minLength: 6, maxLength: 6 }),
  isNamed: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  order: fc.shuffledSubarray(alphabet),
};

/** One to three operands of rank 0 to 4, of any letters. */
const anyEquation = fc
  .record({
    ...axes,
    terms: fc.array(fc.array(fc.constantFrom(...alphabet.slice(0, 4)), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    }),
    isImplicit: fc.boolean(),
  })
  .map(({ terms, order, isImplicit, lengths, isNamed }) => {
    const output = order.filter((letter) => terms.flat().includes(letter));
    return equationOf(terms, isImplicit ? undefined : output, lengths, isNamed);
  });

/** Where a letter of a product stands: in a, in b, in the result. */
const roles = ["ab.", "ab.", "abr", "a.r", ".br", "a.r", ".br", "a.."] as const;

/** Two operands and six letters, of which a product sums some and keeps others. */
const anyProduct = fc
  .record({
    ...axes,
    lengths: fc.array(fc.constantFrom(1, 2, 3), { minLength: 6, maxLength: 6 }),
    roles: fc.array(fc.constantFrom(...roles), { minLength: 6, maxLength: 6 }),
    order: fc.shuffledSubarray(alphabet, { minLength: 6 }),
    second: fc.shuffledSubarray(alphabet, { minLength: 6 }),
  })
  .map(({ roles, order, second, lengths, isNamed }) => {
    const having = (place: string, letters: readonly string[]): string[] =>
      letters.filter((letter) => roles[alphabet.indexOf(letter)]!.includes(place));
    return equationOf([having("a", order), having("b", alphabet)], having("r", second), lengths, isNamed);
  });

type AnyEquation = ReturnType<typeof equationOf>;

function checkEinsum({ equation, terms, output, letters, lengthOf, dimOf }: AnyEquation, seed: number): void {
  const operands = terms.map((term, i) => drawn(term.map(lengthOf), seed + i));
  const call = (a: Value, b?: Value, c?: Value): Value => {
    if (b === undefined) return einsum(equation, a);
    return c === undefined ? einsum(equation, a, b) : einsum(equation, a, b, c);
  };
  const shapes = terms.map((term) => term.map(dimOf));
  expectSums(call, shapes, operands, (weights) =>
    plainly(letters.map(lengthOf), operands, output.map(lengthOf), weights, (point) =>
      [...terms, output].map((term) => term.map((letter) => point[letters.indexOf(letter)]!)),
    ),
  );
}

test("A13: einsum and its gradients are the definition's, for equations of one to three operands", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyEquation, fc.nat(100), (made, seed) => {
      seen.add(`${made.terms.length} operands`).add(`rank ${made.output.length}`);
      checkEinsum(made, seed);
    }),
    { numRuns: 400 },
  );
  expect([...seen].sort()).toEqual([
    "1 operands", "2 operands", "3 operands", "rank 0", "rank 1", "rank 2", "rank 3", "rank 4",
  ]); // prettier-ignore
});

test("A13: the same of products in which letters have every role, their lengths integers or names", () => {
  fc.assert(fc.property(anyProduct, fc.nat(100), checkEinsum), { numRuns: 300 });
});
