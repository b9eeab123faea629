import { Builder } from "../builder.js";
import { Refusal } from "../errors.js";
import { type Graph, type GraphNode, isSource, nodeId } from "../graph.js";
import { createState } from "../initialState.js";
import { select } from "../select.js";
import type { State } from "../state.js";
import type { Value } from "../value.js";
import { type PrimitiveOptions, type Primitives, toPrimitives } from "./primitives.js";
import { scalarIds } from "./scalarIds.js";
import { sourceElements } from "./sourceElements.js";
import { applyToEach, type Call, makeElements, moveElements, type Scalars } from "./takeApart.js";

export interface ScalarOptions extends PrimitiveOptions {
  /** Where parameters and buffers have their numbers from. Default: their first values. */
  readonly state?: State;
  /** Outputs or node ids to compute. Default: every output. */
  readonly outputs?: readonly string[];
}

/**
 * A graph number by number: every node has shape [], and each element of a tensor is a node of its own, named as
 * {@link scalarIds} says. Products of matrices become products and sums; elementwise ops stay, once for each element, and
 * so do composites that are called with single numbers; others are opened; what only moves elements leaves no node.
 * Parameters hold the numbers of their elements, those that an initialiser drew too. Outputs are named as nodes are. The
 * result is a graph like any other, to be run, drawn and differentiated.
 * @param graph a forward pass
 * @throws {Refusal} unknown-node | later-pass | cannot-open | too-many-nodes | too-deep | unset-buffer | duplicate-id
 */
export function toScalars(graph: Graph, options: ScalarOptions): Graph {
  const { registry, limits } = options;
  const outputs = options.outputs ?? Object.keys(graph.outputs);
  const chosen = select(
    graph,
    outputs.map((name) => nodeId(graph, name)),
  );
  refuseLaterPasses(chosen);
  const primitives = toPrimitives(chosen, options);
  refuseClosed(primitives, graph, outputs);
  const state = options.state ?? createState(chosen, registry, limits);
  const builder = new Builder({ ...primitives.graph, registry, ...(limits && { limits }) });
  const opened = new Map<string, Scalars>();
  for (const node of primitives.graph.nodes) {
    const data = isSource(node.op)
      ? sourceElements(node, primitives.shapes.get(node.id)!, builder, state)
      : elementsOf(node, primitives, opened, builder);
    opened.set(node.id, { data, shape: primitives.shapes.get(node.id)! });
  }
  const ends = outputs.flatMap((name) => {
    const { shape, data } = opened.get(nodeId(graph, name))!;
    return scalarIds(name, shape).map((id, i) => [id, data[i]!.id!] as const);
  });
  return builder.finish({ outputs: Object.fromEntries(ends) });
}

/** Those outputs that `toScalars` cannot open, each with the node that stands in the way. */
export function closedOutputs(graph: Graph, options: PrimitiveOptions): ReadonlyMap<string, GraphNode> {
  const { closed } = toPrimitives(graph, options);
  const blocked = Object.entries(graph.outputs).flatMap(([name, id]) => {
    const node = closed.get(id);
    return node === undefined ? [] : [[name, node] as const];
  });
  return new Map(blocked);
}

const takeApart = { each: applyToEach, moves: moveElements, element: makeElements } as const;

/** The elements of what an op computes; each that has no name yet is given its own. */
function elementsOf(
  { id, op, in: inputs, attributes }: GraphNode,
  { shapes, manners }: Primitives,
  opened: ReadonlyMap<string, Scalars>,
  builder: Builder,
): Value[] {
  const shape = shapes.get(id)!;
  const names = scalarIds(id, shape);
  const call: Call = {
    op: builder.registry.get("ops", op),
    inputs: inputs.map((input) => opened.get(input)!),
    attributes,
    shape,
    within: (at, work) => builder.within({ scope: names[at]! }, work),
  };
  const manner = manners.get(id)!;
  if (manner === "closed" || manner === "decompose")
    throw new TypeError(`${id}: op ${op} is not a primitive`);
  const elements = takeApart[manner](builder, call);
  elements.forEach((value, i) => {
    if (value.id === undefined) builder.name(value, names[i]!);
  });
  return elements;
}

function refuseClosed({ closed, graph }: Primitives, whole: Graph, outputs: readonly string[]): void {
  const ends = new Map(outputs.map((name) => [name, closed.get(nodeId(whole, name))]));
  const first = [...ends.values()].find((node) => node !== undefined);
  if (first === undefined) return;
  const others = outputs.filter((name) => ends.get(name) === undefined);
  const from = graph.nodes.find(({ id }) => id === first.in[0]);
  throw new Refusal({
    code: "cannot-open",
    at: first.id,
    got: `op ${first.op}${from === undefined ? "" : ` of ${from.id}`}, which does not say what each number of its result is made of`,
    need: "formulas, products of matrices, sums, and what moves elements about",
    ...(others.length > 0 && { try: `outputs: ${JSON.stringify(others)}` }),
  });
}

function refuseLaterPasses({ nodes }: Graph): void {
  const later = nodes.find(({ of, op }) => of !== undefined || op === "slot");
  if (later === undefined) return;
  throw new Refusal({
    code: "later-pass",
    at: later.id,
    got: "a graph with a backward pass or an optimiser in it",
    need: "the model alone",
    try: "make scalars first, then differentiate them",
  });
}
