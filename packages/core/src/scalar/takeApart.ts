import type { Builder } from "../builder.js";
import { nodeAlgebra } from "../formula/nodes.js";
import type { Attributes } from "../graph.js";
import { byInput, type Elements, inputNames, type Op, type TensorView } from "../op.js";
import { spreadIndices } from "../reference/spread.js";
import { elementCount, type StaticShape } from "../shape.js";
import type { Value } from "../value.js";

/** A tensor as values of single numbers. */
export type Scalars = Elements<Value>;

/** A call of an op that is to be taken apart. */
export interface Call {
  readonly op: Op;
  readonly inputs: readonly Scalars[];
  readonly attributes: Attributes;
  /** The result's. */
  readonly shape: StaticShape;
  /** Where what an element is made of is put, by the element's row-major index. */
  within<T>(at: number, work: () => T): T;
}

/** The op itself, on the elements that broadcasting brings together. */
export function applyToEach(builder: Builder, { op, inputs, attributes, shape, within }: Call): Value[] {
  const spread = inputs.map((input) => spreadIndices(input.shape, shape));
  return Array.from({ length: elementCount(shape) }, (_, at) => {
    const operands = inputs.map(({ data }, i) => data[spread[i]![at]!]!);
    return within(at, () => builder.call(op, operands, attributes));
  });
}

/** What the op says that each element is made of. */
export function makeElements(builder: Builder, { op, inputs, attributes, shape, within }: Call): Value[] {
  const algebra = nodeAlgebra(builder);
  const given = byInput(op, inputs);
  return Array.from({ length: elementCount(shape) }, (_, at) =>
    within(at, () => op.element!(algebra, given, at, attributes)),
  );
}

/** The same elements in other places: the op's kernel is run on their places, counted from 1, and 0 is left for zeros. */
export function moveElements(builder: Builder, { op, inputs, attributes, shape, within }: Call): Value[] {
  const names = inputNames(op);
  const moved: Value[] = [];
  const views = inputs.map((input, i): TensorView => {
    if (!op.moves!.includes(names[i]!)) return numbersOf(input);
    const first = moved.length + 1;
    for (const value of input.data) moved.push(value);
    return { shape: input.shape, data: Float64Array.from(input.data, (_, k) => first + k) };
  });
  const places = new Float64Array(elementCount(shape));
  op.kernel!(byInput(op, views), { data: places, shape }, attributes);
  let zero: Value | undefined;
  return Array.from(places, (place, at) =>
    place > 0 ? moved[place - 1]! : (zero ??= within(at, () => builder.constant(0, moved[0]?.dtype))),
  );
}

/** The numbers of constants. */
function numbersOf({ data, shape }: Scalars): TensorView {
  return { shape, data: Float64Array.from(data, ({ attributes }) => Number(attributes["value"])) };
}
