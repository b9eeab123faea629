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

/**
 * The same elements in other places. The op's kernel is run on their places, counted from 1, and on the same less than 0:
 * what has changed its sign is an element, what has not a constant.
 */
export function moveElements(builder: Builder, { op, inputs, attributes, shape, within }: Call): Value[] {
  const moved = inputs.flatMap(({ data }, i) => (op.moves!.includes(inputNames(op)[i]!) ? data : []));
  const placesBy = (sign: 1 | -1): Float64Array => {
    let next = 1;
    const views = inputs.map((input, i): TensorView => {
      if (!op.moves!.includes(inputNames(op)[i]!)) return numbersOf(input);
      return { shape: input.shape, data: Float64Array.from(input.data, () => sign * next++) };
    });
    const places = new Float64Array(elementCount(shape));
    op.kernel!(byInput(op, views), { data: places, shape }, attributes);
    return places;
  };
  const turned = placesBy(-1);
  const constants = new Map<number, Value>();
  return Array.from(placesBy(1), (place, at) => {
    if (place !== turned[at]) return moved[place - 1]!;
    let constant = constants.get(place);
    if (constant === undefined) {
      constant = within(at, () => builder.constant(place, moved[0]?.dtype));
      constants.set(place, constant);
    }
    return constant;
  });
}

/** The numbers of constants. */
function numbersOf({ data, shape }: Scalars): TensorView {
  return { shape, data: Float64Array.from(data, ({ attributes }) => Number(attributes["value"])) };
}
