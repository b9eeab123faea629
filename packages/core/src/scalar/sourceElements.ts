import type { Builder } from "../builder.js";
import { Refusal } from "../errors.js";
import type { GraphNode, Json, Source } from "../graph.js";
import { scalarShape, type StaticShape } from "../shape.js";
import type { State } from "../state.js";
import { type Nested, tensor } from "../tensor.js";
import type { Value } from "../value.js";
import { scalarIds } from "./scalarIds.js";

/**
 * The elements of an input, parameter, buffer or constant: each a source of the same kind.
 * @throws {Refusal} unset-buffer | duplicate-id
 */
export function sourceElements(node: GraphNode, shape: StaticShape, builder: Builder, state: State): Value[] {
  const { id, op, dtype } = node;
  const numbers = numbersOf(node, shape, state);
  return scalarIds(id, shape).map((name, i) => {
    const { init: _, fit: __, of: ___, stream: ____, value: _____, ...attributes } = node.attributes;
    const value: { value?: Json } = numbers === undefined ? {} : { value: numbers[i]! };
    return builder.source(op as Source, name, scalarShape, dtype, { ...attributes, ...value });
  });
}

/** Undefined for an input, whose numbers are fed. */
function numbersOf(
  { id, op, dtype, attributes }: GraphNode,
  shape: StaticShape,
  state: State,
): ArrayLike<number> | undefined {
  if (op === "input") return undefined;
  if (op === "constant") return tensor(attributes["value"] as Nested, dtype, shape).data;
  if (!state.unset().includes(id)) return state.peek(id).data;
  throw new Refusal({
    code: "unset-buffer",
    at: id,
    got: "a buffer that is fitted to data and has no value yet",
    need: "values for it",
    try: "the weights of a run",
  });
}
