import {
  build,
  type BuildSpec,
  compile,
  createState,
  differentiate,
  graphToJson,
  type Graph,
  type ModelSpec,
  type Nested,
  reference,
  tensor,
  toNested,
} from "@chainrule/core";
import { registry } from "./evaluate.js";

/** A float64 model of one block or a few nodes. */
export const graphOf = (model: ModelSpec, rest: Partial<BuildSpec> = {}): Graph =>
  build({ dtype: "float64", ...rest, model }, { registry });

/** Values of outputs and of nodes for given parameters and inputs; `gradient` names an output to differentiate. */
export function numbersOf(
  graph: Graph,
  params: Readonly<Record<string, Nested>>,
  feeds: Readonly<Record<string, Nested>>,
  gradient?: string,
): (name: string) => Nested {
  const both = gradient === undefined ? graph : differentiate(graph, { of: gradient, registry });
  const state = createState(both, registry);
  for (const [id, value] of Object.entries(params)) {
    const { data, shape } = tensor(value);
    state.write(id, data, shape);
  }
  const inputs = new Map(both.nodes.map((node) => [node.id, node]));
  const tensors = Object.entries(feeds).map(
    ([id, value]) => [id, tensor(value, inputs.get(id)!.dtype)] as const,
  );
  const rows = tensors[0]?.[1].shape[0] ?? 1;
  const plan = compile(both, { registry, engine: reference(), state, dims: { N: rows } });
  plan.feed(Object.fromEntries(tensors));
  plan.forward();
  plan.backward();
  return (name) => toNested(plan.read(name));
}

/** The ids of a graph's nodes, in its order. */
export const idsOf = (graph: Graph): string[] => graph.nodes.map(({ id }) => id);

/** Whether two graphs are the same but for their names. */
export const sameDocument = (a: Graph, b: Graph): boolean => graphToJson(a) === graphToJson(b);
