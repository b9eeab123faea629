import {
  Builder,
  compile,
  Dice,
  elementCount,
  type Engine,
  type FloatDType,
  type Plan,
  reference,
  Registry,
  State,
  type StaticShape,
  type Tensor,
  tensorOf,
  type Value,
} from "@chainrule/core";
import { affine, builtin, einsum, matmul, transpose } from "@chainrule/ops";
import { expect, test } from "vitest";
import { loopsOf } from "./engine/loops.js";
import { wasm } from "./engine/wasm.js";
import { drawTensor } from "./testing/fuzz/numbers.js";

const registry = new Registry([builtin]);
const emitted = wasm();
const interpreted = wasm({ emitter: "interpreter", poison: 64 });

type Make = (...operands: Value[]) => Value;

function planOf(make: Make, operands: readonly Tensor[], engine: Engine, dtype: FloatDType): Plan {
  const builder = new Builder({ registry, dtype });
  const sources = operands.map(({ shape }, i) => builder.source("input", `x${i}`, shape, dtype));
  builder.name(make(...sources), "y");
  const graph = builder.finish({ outputs: { y: "y" } });
  const plan = compile(graph, { registry, engine, state: new State([]) });
  plan.feed(Object.fromEntries(operands.map((tensor, i) => [`x${i}`, tensor])));
  plan.forward();
  return plan;
}

const run = (make: Make, operands: readonly Tensor[], engine: Engine, dtype: FloatDType): Tensor =>
  planOf(make, operands, engine, dtype).read("y");

/** One matrix of a batch, where `lead` counts them; all of them where the operand has no batch. */
function matrixOf({ shape, data, dtype }: Tensor, lead: StaticShape, place: readonly number[]): Tensor {
  const own = shape.slice(0, -2);
  const matrix = shape.slice(-2);
  const skipped = lead.length - own.length;
  const at = own.reduce((index, dim, axis) => index * dim + (dim === 1 ? 0 : place[axis + skipped]!), 0);
  const size = elementCount(matrix);
  return tensorOf(data.slice(at * size, (at + 1) * size), matrix, dtype);
}

function* places(shape: StaticShape): Generator<number[]> {
  if (shape.length === 0) return yield [];
  for (let i = 0; i < shape[0]!; i++) for (const rest of places(shape.slice(1))) yield [i, ...rest];
}

const drawn = (shape: StaticShape, dtype: FloatDType, seed: string): Tensor =>
  drawTensor(new Dice(3, seed), shape, dtype, [-2, 2]);

interface Batch {
  readonly a: StaticShape;
  readonly b: StaticShape;
  /** Whether the matrices of a are given transposed, so that they are read by other strides. */
  readonly isTurned?: boolean;
}

const batches: readonly Batch[] = [
  { a: [3, 4, 5], b: [3, 5, 7] },
  { a: [3, 4, 5], b: [3, 5, 7], isTurned: true },
  { a: [2, 3, 13, 17], b: [2, 3, 17, 3] },
  { a: [2, 1, 5, 3], b: [4, 3, 2] },
  { a: [1, 3, 5, 3], b: [2, 1, 3, 2] },
  { a: [5, 3], b: [4, 3, 6] },
  { a: [2, 3, 7, 4], b: [4, 9] },
  { a: [2, 3, 7, 4], b: [4, 9], isTurned: true },
  // As dot products, and with more along K than one block takes.
  { a: [3, 5, 16], b: [3, 16, 1] },
  { a: [2, 9, 600], b: [2, 600, 12] },
  { a: [2, 40, 70], b: [2, 70, 50] },
  { a: [2, 40, 70], b: [2, 70, 50], isTurned: true },
  { a: [1, 1, 1], b: [1, 1, 1] },
  { a: [0, 2, 3], b: [0, 3, 2] },
  { a: [3, 2, 0], b: [3, 0, 2] },
  { a: [3, 0, 2], b: [3, 2, 2] },
];

const named = batches.flatMap((batch) =>
  (["float32", "float64"] as const).map((dtype) => [dtype, JSON.stringify(batch), batch] as const),
);

test.each(named)("%s %s: each matrix of a batch has the bits of its own product", (dtype, _, batch) => {
  const { isTurned = false } = batch;
  const rank = batch.a.length;
  const turnedAxes = batch.a.map((__, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));
  const a = drawn(isTurned ? turnedAxes.map((axis) => batch.a[axis]!) : batch.a, dtype, "a");
  const b = drawn(batch.b, dtype, "b");
  const whole: Make = (x, w) => matmul(isTurned ? transpose(x!, { axes: turnedAxes }) : x!, w!);
  const one: Make = (x, w) => matmul(isTurned ? transpose(x!) : x!, w!);
  const made = run(whole, [a, b], emitted, dtype);
  expect(run(whole, [a, b], interpreted, dtype)).toEqual(made);
  const { data: exact } = run(whole, [a, b], reference(), dtype);
  const bound = (batch.a.at(-1)! + 4) * (dtype === "float32" ? 2 ** -24 : 2 ** -52) * 4 * batch.a.at(-1)!;
  made.data.forEach((x, i) => expect(Math.abs(x - exact[i]!)).toBeLessThanOrEqual(bound));
  // Where one matrix multiplies many they are made as one, whose tiles are others.
  if (batch.b.length === 2 && !isTurned) return;
  const lead = made.shape.slice(0, -2);
  const size = elementCount(made.shape.slice(-2));
  [...places(lead)].forEach((place, i) => {
    const alone = run(one, [matrixOf(a, lead, place), matrixOf(b, lead, place)], emitted, dtype);
    expect(made.data.slice(i * size, (i + 1) * size)).toEqual(alone.data);
  });
});

test("vectors times batches, layers of three axes and their gradients give the same bits on both emitters", () => {
  const dtype = "float32";
  const cases: readonly (readonly [Make, readonly StaticShape[]])[] = [
    [(x, w) => matmul(x!, w!), [[5], [3, 5, 4]]],
    [(x, w) => matmul(x!, w!), [[2, 3, 5], [5]]],
    [(x, w) => matmul(transpose(x!, { axes: [1, 0, 2] }), w!), [[2, 3, 5], [5, 4]]],
    [(x, w, c) => affine(x!, w!, c!), [[2, 3, 5], [5, 4], [4]]],
    [(x, w, c) => affine(transpose(x!, { axes: [1, 0, 2] }), w!, c!), [[2, 3, 5], [5, 4], [4]]],
    [(x, g) => einsum("nti,ntj->ij", x!, g!), [[2, 3, 5], [2, 3, 4]]],
    [(x, g) => einsum("nti,tnj->ji", x!, g!), [[2, 3, 5], [3, 2, 4]]],
    [(x, w) => einsum("bhqd,bhkd->bhqk", x!, w!), [[2, 3, 4, 5], [2, 3, 6, 5]]],
    [(x, w) => einsum("bqhd,bkhd->bhqk", x!, w!), [[2, 4, 3, 5], [2, 6, 3, 5]]],
  ]; // prettier-ignore
  cases.forEach(([make, shapes], i) => {
    const operands = shapes.map((shape, k) => drawn(shape, dtype, `${i}/${k}`));
    const made = run(make, operands, emitted, dtype);
    expect(run(make, operands, interpreted, dtype)).toEqual(made);
    const { data: exact } = run(make, operands, reference(), dtype);
    made.data.forEach((x, k) => expect(Math.abs(x - exact[k]!)).toBeLessThan(2 ** -24 * 200));
  });
});

test("a batch is one nest with a loop over matrices; rows that meet one matrix are one product, and nothing is copied", () => {
  const loops = (make: Make, ...shapes: StaticShape[]): string => {
    const operands = shapes.map((shape, k) => drawn(shape, "float32", `${k}`));
    return loopsOf(planOf(make, operands, emitted, "float32"));
  };
  const titles = (text: string): string[] => [...text.matchAll(/^\/\/ (.*)$/gm)].map(([, title]) => title!);
  const batch = loops((a, b) => matmul(a!, b!), [2, 3, 4, 8], [2, 3, 8, 8]);
  expect(titles(batch)).toEqual(["y"]);
  expect(batch.match(/for matrix in 0\.\.(\d+)/g)).toEqual(["for matrix in 0..6"]);
  const turned = loops((a, b) => matmul(transpose(a!, { axes: [0, 2, 1] }), b!), [3, 8, 4], [3, 8, 8]);
  expect(titles(turned)).toEqual(["y"]);
  const rows = loops((a, b) => matmul(a!, b!), [2, 3, 4, 8], [8, 8]);
  expect(titles(rows)).toEqual(["y"]);
  expect(rows).not.toContain("matrix");
  const spread = loops((a, b) => matmul(a!, b!), [2, 1, 4, 8], [3, 8, 8]);
  expect(spread.match(/for matrix in 0\.\.(\d+)/g)).toEqual(["for matrix in 0..2", "for matrix in 0..3"]);
});
