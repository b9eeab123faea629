import {
  Builder,
  compile,
  differentiate,
  type DType,
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

/** Where an element of a result comes from: an element of one of the inputs, or it is a number of its own. */
export type Origin = number | { readonly input: number; readonly index: readonly number[] };

/** Makes an input of known numbers that nothing is differentiated by. */
export type Constant = (numbers: readonly number[], shape: StaticShape, dtype: DType) => Value;

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
  const builder = new Builder({ registry, dtype: "float64" });
  const fed = new Map<string, Tensor>();
  const sources = inputs.map((input, i) => builder.source("input", `x${i}`, input.shape, "float64"));
  const result = builder.name(call(sources, constantsOf(builder, fed)), "y");
  expect(result.shape).toEqual(shape);
  const w = builder.source("input", "w", shape, "float64");
  const op = (name: string) => registry.get("ops", name);
  builder.name(builder.call(op("sum"), [builder.call(op("multiply"), [result, w])]), "total");
  const wrt = inputs.map((_, i) => `x${i}`);
  const graph = differentiate(builder.finish({ outputs: { y: "y", total: "total" } }), {
    of: "total",
    wrt,
    registry,
  });
  const plan = compile(graph, { registry, engine: reference(), state: new State([]) });
  plan.feed({
    ...Object.fromEntries(fed),
    ...Object.fromEntries(inputs.map((input, i) => [`x${i}`, input])),
    w: tensorOf(weights, shape),
  });
  plan.forward();
  plan.backward();

  const slopes = inputs.map(({ data }) => data.map(() => 0));
  const expected = indicesOf(shape).map((index, i) => {
    const from = origin(index);
    if (typeof from === "number") return from;
    const input = inputs[from.input]!;
    const at = placeOf(from.index, input.shape);
    slopes[from.input]![at]! += weights[i]!;
    return input.data[at]!;
  });
  expect(Array.from(plan.read("y").data)).toEqual(expected);
  slopes.forEach((slope, i) => expectSame(plan.read(`grad/total/x${i}`), shapes[i]!, slope));
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

function constantsOf(builder: Builder, fed: Map<string, Tensor>): Constant {
  return (numbers, shape, dtype) => {
    const id = `c${fed.size}`;
    fed.set(id, tensorOf(numbers, shape, dtype));
    return builder.source("input", id, shape, dtype);
  };
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
