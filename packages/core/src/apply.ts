import type { AttributeSchema, AttributesOf } from "./attribute.js";
import { Builder } from "./builder.js";
import type { Operand } from "./formula/algebra.js";
import { type ByInput, type InputList, inputNames, type Op } from "./op.js";
import { Value } from "./value.js";

/**
 * Appends one op to the graph that its inputs belong to: what the typed calls (`tanh(x)`) are made of.
 * @throws {Refusal} as {@link Builder.call}
 */
export function apply<I extends InputList, S extends AttributeSchema>(
  op: Op<I, S>,
  inputs: ByInput<I, Operand<Value>>,
  attributes?: Readonly<Partial<AttributesOf<S>>>,
): Value {
  const operands = inputNames(op as Op).map(
    (name) => (inputs as Readonly<Record<string, Operand<Value>>>)[name]!,
  );
  const builder = operands.find((x): x is Value => x instanceof Value)?.owner;
  if (!(builder instanceof Builder))
    throw new TypeError(`op ${op.name}: at least one input must be a graph value`);
  return builder.call(op as Op, operands, attributes);
}
