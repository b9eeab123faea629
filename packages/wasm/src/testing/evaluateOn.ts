import {
  Builder,
  compile,
  type Engine,
  type FloatDType,
  Registry,
  State,
  type Tensor,
  tensorOf,
  type Value,
} from "@chainrule/core";
import { builtin } from "@chainrule/ops";

const registry = new Registry([builtin]);

/** What an engine makes of a graph function, where nothing between is kept. */
export function evaluateOn(
  engine: Engine,
  call: (...inputs: Value[]) => Value,
  inputs: readonly Tensor[],
  dtype: FloatDType = "float32",
): Tensor {
  const builder = new Builder({ registry, dtype });
  const sources = inputs.map(({ shape, dtype: own }, i) => builder.source("input", `x${i}`, shape, own));
  const result = builder.name(call(...sources), "y");
  const graph = builder.finish({ outputs: { y: result.id! } });
  const plan = compile(graph, { registry, engine, state: new State([]) });
  plan.feed(Object.fromEntries(inputs.map((input, i) => [`x${i}`, input])));
  plan.forward();
  return plan.read("y");
}

/** Small integers, of which sums are exact in any order. */
export function wholeNumbers(shape: readonly number[], dtype: FloatDType = "float32", first = 0): Tensor {
  const count = shape.reduce((product, dim) => product * dim, 1);
  return tensorOf(
    Array.from({ length: count }, (_, i) => ((i + first) % 13) - 6),
    shape,
    dtype,
  );
}
