import {
  Builder,
  compile,
  elementCount,
  reference,
  sameShape,
  State,
  type StaticShape,
  type Tensor,
  tensorOf,
  type Value,
} from "@chainrule/core";
import { expect } from "vitest";
import { registry } from "./evaluate.js";
import { type Constant, constantsOf, gradientsOf } from "./gradientsOf.js";

/** Where an element of a result comes from: an element of one of the inputs, or it is a number of its own. */
export type Origin = number | { readonly input: number; readonly index: readonly number[] };

/** What an op that moves elements about is held against: loops over indices, which know nothing of how it is computed. */
export interface Moved {
  /** Of the inputs. */
  readonly shapes: readonly StaticShape[];
  readonly call: (inputs: readonly Value[], constant: Constant) => Value;
  /** Of the result. */
  readonly shape: StaticShape;
  readonly origin: (index: readonly number[]) => Origin;
}

/**
 * Holds the op's result, and its derivatives, against the elements that it says it is made of. All numbers are integers, so
 * that nothing is rounded.
 */
export function expectMoved({ shapes, call, shape, origin }: Moved): void {
  const inputs = shapes.map((own, i) => tensorOf(counted(own, 1000 * (i + 1)), own));
  const weights = counted(shape, 1);
  const found = gradientsOf(call, shapes, inputs, () => weights);
  expect(found.value.shape).toEqual(shape);

  const slopes = inputs.map(({ data }) => data.map(() => 0));
  const expected = indicesOf(shape).map((index, i) => {
    const from = origin(index);
    if (typeof from === "number") return from;
    const input = inputs[from.input]!;
    const at = placeOf(from.index, input.shape);
    slopes[from.input]![at]! += weights[i]!;
    return input.data[at]!;
  });
  expect(Array.from(found.value.data)).toEqual(expected);
  slopes.forEach((slope, i) => expectSame(found.gradients[i]!, shapes[i]!, slope));
}

/** What a graph function of one tensor and known numbers comes to. */
export function computed(
  [numbers, shape]: readonly [readonly number[], StaticShape],
  call: (x: Value, constant: Constant) => Value,
): number[] {
  const builder = new Builder({ registry, dtype: "float64" });
  const fed = new Map([["x", tensorOf(numbers, shape)]]);
  const y = builder.name(
    call(builder.source("input", "x", shape, "float64"), constantsOf(builder, fed)),
    "y",
  );
  const plan = compile(builder.finish({ outputs: { y: y.id! } }), {
    registry,
    engine: reference(),
    state: new State([]),
  });
  plan.feed(Object.fromEntries(fed));
  plan.forward();
  return Array.from(plan.read("y").data);
}

function expectSame({ data, shape }: Tensor, wanted: StaticShape, numbers: ArrayLike<number>): void {
  expect(sameShape(shape, wanted)).toBe(true);
  expect(Array.from(data)).toEqual(Array.from(numbers));
}

/** first + 0, first + 1, … */
function counted(shape: StaticShape, first: number): number[] {
  return Array.from({ length: elementCount(shape) }, (_, i) => first + i);
}

/** All indices of a shape, the last axis fastest. */
export function indicesOf(shape: StaticShape): number[][] {
  return shape.reduce<number[][]>(
    (indices, size) => indices.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );
}

function placeOf(index: readonly number[], shape: StaticShape): number {
  const isInside = index.length === shape.length && index.every((i, axis) => i >= 0 && i < shape[axis]!);
  if (!isInside) throw new RangeError(`no element [${index}] in [${shape}]`);
  return index.reduce((place, i, axis) => place * shape[axis]! + i, 0);
}
