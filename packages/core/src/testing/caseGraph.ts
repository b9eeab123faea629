import { Builder } from "../builder.js";
import { compile } from "../compile.js";
import { differentiate } from "../differentiate.js";
import type { FloatDType } from "../dtype.js";
import type { Feeds, Plan } from "../engine.js";
import type { Graph } from "../graph.js";
import { Refusal } from "../errors.js";
import { inputNames } from "../op.js";
import { draws } from "../random.js";
import { reference } from "../reference/engine.js";
import type { Registry } from "../registry.js";
import { elementCount, type StaticShape } from "../shape.js";
import { State } from "../state.js";
import { type Tensor, tensorOf } from "../tensor.js";
import type { Value } from "../value.js";
import type { Case } from "./drawCase.js";
import { weightedSumName } from "./weightedSum.js";

/** Names in the graph of a case, apart from those of an op's inputs: its result, and a number made of it. */
export const resultName = "laws/result";
export const totalName = "laws/total";
export const weightsName = "laws/weights";

/** Graphs of a case, by registry, so that a case's laws share them. */
type Graphs = WeakMap<Case, WeakMap<Registry, Graph>>;

function remembered(graphs: Graphs, item: Case, registry: Registry, make: () => Graph): Graph {
  let known = graphs.get(item);
  if (known === undefined) graphs.set(item, (known = new WeakMap()));
  let graph = known.get(registry);
  if (graph === undefined) known.set(registry, (graph = make()));
  return graph;
}

const forwardGraphs: Graphs = new WeakMap();
const gradientGraphs: Graphs = new WeakMap();

/** A graph of one op: its result, and the sum of the result times drawn weights, so that no entries cancel. */
export function caseGraph(item: Case, registry: Registry, dtype: FloatDType = "float64"): Graph {
  const make = (): Graph => makeGraph(item, registry, dtype);
  return dtype === "float64" ? remembered(forwardGraphs, item, registry, make) : make();
}

function makeGraph(item: Case, registry: Registry, dtype: FloatDType): Graph {
  const builder = new Builder({ registry, dtype, name: item.label });
  const operands: Value[] = inputNames(item.op).map((name) => {
    const original = item.repeated.includes(name) ? item.repeated[0]! : name;
    if (builder.has(original)) return builder.get(original);
    const { dtype: own } = item.values[original]!;
    return builder.source("input", original, item.shapes[original]!, own === "float64" ? dtype : own);
  });
  const result = builder.name(
    builder.call(registry.get("ops", item.op.name), operands, item.attributes),
    resultName,
  );
  const outputs: Record<string, string> = { [resultName]: resultName };
  if (result.dtype === dtype) {
    const weights = builder.source("input", weightsName, result.shape, dtype);
    builder.name(builder.call(registry.get("ops", weightedSumName), [result, weights]), totalName);
    outputs[totalName] = totalName;
  }
  return builder.finish({ outputs });
}

/** The graph of a case with the gradients by those of its free inputs that a path leads to, if its result is a float. */
export function caseGradients(item: Case, registry: Registry): Graph {
  const graph = caseGraph(item, registry);
  if (!Object.hasOwn(graph.outputs, totalName)) return graph;
  return remembered(gradientGraphs, item, registry, () =>
    withGradients(graph, totalName, item.free, registry),
  );
}

/** The graph with the derivatives of `of` by those inputs that a path leads from; itself where there are none. */
export function withGradients(
  graph: Graph,
  of: string,
  inputs: readonly string[],
  registry: Registry,
): Graph {
  if (inputs.length === 0) return graph;
  try {
    return differentiate(graph, { of, wrt: inputs, registry });
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "unreachable")) throw error;
    // All of several inputs are told of at once, under the name of what does not vary.
    const unreached = error.problems.map(({ at }) => at);
    if (unreached.includes(of)) return graph;
    return withGradients(
      graph,
      of,
      inputs.filter((input) => !unreached.includes(input)),
      registry,
    );
  }
}

export function gradientName(input: string, of: string = totalName): string {
  return `grad/${of}/${input}`;
}

/** A plan of a case's graph, on the reference engine. */
export function casePlan(graph: Graph, item: Case, registry: Registry, outputs?: readonly string[]): Plan {
  return compile(graph, {
    registry,
    engine: reference(),
    state: new State([]),
    dims: item.dims,
    ...(outputs && { outputs }),
  });
}

/** A case's inputs, and drawn weights in (0.5, 1.5) where the graph takes some. */
export function caseFeeds(item: Case, graph: Graph): Feeds {
  const shape = resultShape(graph, item);
  const { dtype } = graph;
  const source = draws(1, "noise", item.label);
  const weights = Array.from({ length: elementCount(shape) }, (_, i) => 0.5 + source.uniform(0, i));
  const convert = (value: Tensor): Tensor =>
    value.dtype === "float64" ? tensorOf(value.data, value.shape, dtype) : value;
  return {
    ...Object.fromEntries(Object.entries(item.values).map(([name, value]) => [name, convert(value)])),
    ...(Object.hasOwn(graph.outputs, totalName) && { [weightsName]: tensorOf(weights, shape, dtype) }),
  };
}

/** The shape of a case's result, once its dims are bound. */
export function resultShape(graph: Graph, { dims }: Case): StaticShape {
  const { shape } = graph.nodes.find(({ id }) => id === resultName)!;
  return shape.map((dim) => (typeof dim === "number" ? dim : dims[dim]!));
}

/** Whether an op has float inputs to differentiate by, and a float result. */
export function isDifferentiable(item: Case, registry: Registry): boolean {
  const node = caseGraph(item, registry).nodes.find(({ id }) => id === resultName)!;
  return item.free.length > 0 && node.dtype === "float64";
}
