import {
  ambientFeeds,
  type Attributes,
  Builder,
  compile,
  type Engine,
  type FloatDType,
  type Graph,
  type Op,
  reference,
  type Registry,
  type Shape,
  State,
  type Tensor,
} from "@chainrule/core";

/** An operand of a single op: its shape with open dims, and its value. */
export interface Operand {
  readonly shape: Shape;
  readonly tensor: Tensor;
}

export interface OneOpOptions {
  readonly registry: Registry;
  readonly dtype: FloatDType;
  readonly dims: Readonly<Record<string, number>>;
  /** Default: the reference. */
  readonly engine?: Engine;
  /** The number of the training step, which ops that draw need. Default 1. */
  readonly step?: number;
}

/**
 * What one op makes of given operands, as a graph of its own.
 * @throws {Refusal} as `Builder.call` and the op's kernel do
 */
export function evaluateOp(
  op: Op,
  operands: readonly Operand[],
  attributes: Attributes,
  { registry, dtype, dims, engine = reference(), step = 1 }: OneOpOptions,
): Operand {
  const builder = new Builder({ registry, dtype });
  const sources = operands.map(({ shape, tensor }, i) =>
    builder.source("input", `x${i}`, shape, tensor.dtype),
  );
  const result = builder.name(builder.call(op, sources, attributes), "y");
  const graph: Graph = builder.finish({ outputs: { y: "y" } });
  const plan = compile(graph, { registry, engine, state: new State([]), dims });
  plan.feed({
    ...Object.fromEntries(operands.map(({ tensor }, i) => [`x${i}`, tensor])),
    ...ambientFeeds(graph, step),
  });
  plan.forward();
  return { shape: result.shape, tensor: plan.read("y") };
}

/** The reference, given the decomposition of every op that has one. */
export function unfoldingReference(): Engine {
  return { ...reference(), name: "unfolding reference", unfolds: (op) => op.decompose !== undefined };
}
