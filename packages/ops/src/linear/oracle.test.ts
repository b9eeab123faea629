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
    (a, b, c) => call(a!, b, c),
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

/** An equation of one to three operands of rank 0 to 4, and how long each letter's axis is. */
const equations = fc
  .record({
    terms: fc.array(fc.array(fc.constantFrom(..."ijkl"), { maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    lengths: fc.tuple(size, size, size, size),
    isNamed: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
    order: fc.shuffledSubarray([..."ijkl"]),
    isImplicit: fc.boolean(),
  })
  .map(({ terms, lengths, isNamed, order, isImplicit }) => {
    const all = terms.flat();
    const once = [..."ijkl"].filter((letter) => all.filter((other) => other === letter).length === 1);
    const output = isImplicit ? once : order.filter((letter) => all.includes(letter));
    const sides = terms.map((term) => term.join("")).join(",");
    const repeated = new Set(terms.flatMap((term) => term.filter((letter, i) => term.indexOf(letter) !== i)));
    const lengthOf = (letter: string): number => lengths["ijkl".indexOf(letter)]!;
    return {
      equation: isImplicit ? sides : `${sides}->${output.join("")}`,
      terms,
      output,
      letters: [...new Set(all)],
      lengthOf,
      // Of a named length no diagonal can be taken.
      dimOf: (letter: string) =>
        isNamed["ijkl".indexOf(letter)] && !repeated.has(letter) ? letter.toUpperCase() : lengthOf(letter),
    };
  });

test("A13: einsum and its gradients are the definition's, for equations of one to three operands", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(equations, fc.nat(100), (made, seed) => {
      const { equation, terms, output, letters, lengthOf, dimOf } = made;
      seen.add(`${terms.length} operands`).add(`rank ${output.length}`);
      const operands = terms.map((term, i) => drawn(term.map(lengthOf), seed + i));
      const result = output.map(lengthOf);
      const call = (a: Value, b?: Value, c?: Value): Value => {
        if (b === undefined) return einsum(equation, a);
        return c === undefined ? einsum(equation, a, b) : einsum(equation, a, b, c);
      };
      expectSums(
        call,
        terms.map((term) => term.map(dimOf)),
        operands,
        (weights) =>
          plainly(letters.map(lengthOf), operands, result, weights, (point) =>
            [...terms, output].map((term) => term.map((letter) => point[letters.indexOf(letter)]!)),
          ),
      );
    }),
    { numRuns: 500 },
  );
  expect([...seen].sort()).toEqual([
    "1 operands", "2 operands", "3 operands", "rank 0", "rank 1", "rank 2", "rank 3", "rank 4",
  ]); // prettier-ignore
});
