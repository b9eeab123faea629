import type { AttributeSchema, AttributesOf } from "./attribute.js";
import { Builder } from "./builder.js";
import type { Operand } from "./formula/algebra.js";
import {
  type AmbientInput,
  type InputList,
  type InputName,
  inputNames,
  type Op,
  type OwnInput,
} from "./op.js";
import { Value } from "./value.js";

/** Operands by the names of an op's inputs; ambient ones may be left to the builder. */
export type OperandsOf<I> = { readonly [K in OwnInput<I>]: Operand<Value> } & {
  readonly [K in Extract<InputName<I>, AmbientInput>]?: Operand<Value>;
};

/**
 * Appends one op to the graph that its inputs belong to: what the typed calls (`tanh(x)`) are made of.
 * @throws {Refusal} as {@link Builder.call}
 */
export function apply<I extends InputList, S extends AttributeSchema>(
  op: Op<I, S>,
  inputs: OperandsOf<I>,
  attributes?: Readonly<Partial<AttributesOf<S>>>,
): Value {
  const given = inputs as Readonly<Record<string, Operand<Value>>>;
  const isLeft = (name: string): boolean =>
    given[name] === undefined && op.ambient?.some((ambient) => ambient === name) === true;
  const operands = inputNames(op as Op).flatMap((name) => (isLeft(name) ? [] : [given[name]!]));
  const builder = operands.find((x): x is Value => x instanceof Value)?.owner;
  if (!(builder instanceof Builder))
    throw new TypeError(`op ${op.name}: at least one input must be a graph value`);
  return builder.call(op as Op, operands, attributes);
}
