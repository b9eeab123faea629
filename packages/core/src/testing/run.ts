import { Builder } from "../builder.js";
import { compile, type CompileOptions } from "../compile.js";
import type { FloatDType } from "../dtype.js";
import type { Plan } from "../engine.js";
import type { Graph } from "../graph.js";
import { createState } from "../initialState.js";
import type { Operand } from "../formula/algebra.js";
import { reference } from "../reference/engine.js";
import { type Nested, tensor, toNested } from "../tensor.js";
import type { Value } from "../value.js";
import { testRegistry as registry } from "./testOps.js";

/** Calls a test op by its name. */
export type Call = (
  name: string,
  operands: readonly Operand<Value>[],
  attributes?: Readonly<Record<string, unknown>>,
) => Value;

/** A graph made by a function that names what it makes; every named output is an id. */
export function graphOf(
  write: (call: Call, builder: Builder) => void,
  outputs: readonly string[],
  options: { readonly dtype?: FloatDType; readonly seed?: number } = {},
): Graph {
  const builder = new Builder({ registry, dtype: "float64", ...options });
  write(
    (name, operands, attributes) => builder.call(registry.get("ops", name), operands, attributes),
    builder,
  );
  return builder.finish({ outputs: Object.fromEntries(outputs.map((id) => [id, id])) });
}

/** A plan on the reference engine, with a new state unless one is given. */
export function planOf(graph: Graph, options: Partial<CompileOptions> = {}): Plan {
  return compile(graph, {
    registry,
    engine: reference(),
    state: options.state ?? createState(graph, registry),
    ...options,
  });
}

/** Feeds float64 numbers, runs forward and backward, and gives a reader of values. */
export function run(
  graph: Graph,
  feeds: Readonly<Record<string, Nested>>,
  options: Partial<CompileOptions> = {},
): (name: string) => Nested {
  const plan = planOf(graph, options);
  plan.feed(Object.fromEntries(Object.entries(feeds).map(([id, value]) => [id, tensor(value, graph.dtype)])));
  plan.forward();
  plan.backward();
  return (name) => toNested(plan.read(name));
}
