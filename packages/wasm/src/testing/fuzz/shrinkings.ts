import {
  allocate,
  compile,
  type Graph,
  type GraphNode,
  isFloat,
  isSource,
  reference,
  type Registry,
  select,
  stepInput,
  type Tensor,
} from "@chainrule/core";
import { feedsAt, type RandomCase, stateOf } from "./randomGraph.js";
import { resized } from "./resize.js";

/** Smaller cases than a given one, the smallest first. */
export type Shrinking = (item: RandomCase, registry: Registry) => Iterable<RandomCase>;

/** The first step alone. */
export function* oneStep(item: RandomCase): Generator<RandomCase> {
  if (item.steps > 1) yield { ...item, steps: 1 };
}

/** One output or update alone; then all but one. */
export function* fewerEnds(item: RandomCase): Generator<RandomCase> {
  const { outputs, updates } = item.graph;
  const ends = [
    ...Object.entries(outputs).map((end) => ({ end, isUpdate: false })),
    ...Object.entries(updates).map((end) => ({ end, isUpdate: true })),
  ];
  if (ends.length < 2) return;
  const only = (kept: typeof ends): RandomCase =>
    withGraph(item, {
      ...item.graph,
      outputs: Object.fromEntries(kept.filter(({ isUpdate }) => !isUpdate).map(({ end }) => end)),
      updates: Object.fromEntries(kept.filter(({ isUpdate }) => isUpdate).map(({ end }) => end)),
    });
  for (const one of ends) yield only([one]);
  for (const one of ends) yield only(ends.filter((other) => other !== one));
}

/** One node that is no end in place of all ends, those that need least first. */
export function* innerEnds(item: RandomCase): Generator<RandomCase> {
  const { nodes, outputs, updates } = item.graph;
  const ends = new Set([...Object.values(outputs), ...Object.values(updates)]);
  for (const { id, op } of nodes) {
    if (isSource(op) || ends.has(id)) continue;
    yield withGraph(item, { ...item.graph, outputs: { y: id }, updates: {} });
  }
}

/** The same nodes as a model: parameters and slots are fed, updates are outputs, nothing is backward. */
export function* plainModel(item: RandomCase, registry: Registry): Generator<RandomCase> {
  const { graph } = item;
  const isPlain = ({ id, op, of }: GraphNode): boolean =>
    of === undefined && op !== "parameter" && op !== "slot" && (id === stepInput || /^\w+$/.test(id));
  if (graph.nodes.every(isPlain)) return;
  const state = stateOf(item, registry);
  const names = new Map(graph.nodes.map(({ id }, i) => [id, id === stepInput ? id : `n${i}`]));
  const fed = feedsAt(item, 1);
  const feeds: Record<string, Tensor> = {};
  const nodes = graph.nodes.map((node): GraphNode => {
    const id = names.get(node.id)!;
    const isFed = node.op === "input" || node.op === "parameter" || node.op === "slot";
    if (isFed && id !== stepInput) feeds[id] = node.op === "input" ? fed[node.id]! : state.read(node.id);
    return isFed ? inputLike(node, id) : { ...forwardOf(node), id, in: node.in.map((x) => names.get(x)!) };
  });
  const ends = [...Object.values(graph.outputs), ...Object.values(graph.updates)].map((id) => names.get(id)!);
  const outputs = Object.fromEntries(ends.map((id) => [id, id]));
  yield withGraph({ ...item, kind: "forward", steps: 1, feeds }, { ...graph, nodes, outputs, updates: {} });
}

/** A node's value, as the reference makes it, fed in its place; the last nodes first. */
export function* cuts(item: RandomCase, registry: Registry): Generator<RandomCase> {
  const { graph } = item;
  const inner = graph.nodes.filter(({ op }) => !isSource(op));
  const ends = new Set([...Object.values(graph.outputs), ...Object.values(graph.updates)]);
  const values = valuesOf(item, registry);
  for (const node of inner.reverse()) {
    if (ends.has(node.id)) continue;
    const nodes = graph.nodes.map((other) => (other === node ? inputLike(node, node.id) : other));
    const feeds = { ...item.feeds, [node.id]: values(node.id) };
    yield withGraph({ ...item, feeds }, { ...graph, nodes });
  }
}

/** Smaller sizes of one open dim, or of all axes of one size. */
export function* smallerSizes(item: RandomCase, registry: Registry): Generator<RandomCase> {
  for (const [name, size] of Object.entries(item.dims)) {
    for (const to of smaller(size)) yield resized(item, name, to, registry);
  }
  const sizes = new Set(
    item.graph.nodes.flatMap(({ shape }) => shape).filter((dim) => typeof dim === "number"),
  );
  for (const size of [...sizes].sort((a, b) => b - a)) {
    for (const to of smaller(size)) {
      try {
        yield resized(item, size, to, registry);
      } catch {
        // Not every op takes every size.
      }
    }
  }
}

/** Only ones, or quarters, in place of one input's numbers; in place of indices only zeros. */
export function* simpleNumbers(item: RandomCase): Generator<RandomCase> {
  for (const [id, tensor] of Object.entries(item.feeds)) {
    const simplest = isFloat(tensor.dtype) ? 1 : 0;
    for (const simple of [() => simplest, (x: number) => Math.round(x * 4) / 4]) {
      const data = allocate(tensor.dtype, tensor.data.length);
      tensor.data.forEach((x, i) => (data[i] = simple(x)));
      // What is as simple already is not to be made otherwise again.
      if (data.every((x, i) => Object.is(x, tensor.data[i]) || tensor.data[i] === simplest)) continue;
      yield { ...item, feeds: { ...item.feeds, [id]: { ...tensor, data } } };
    }
  }
}

function smaller(size: number): number[] {
  return [...new Set([1, 2, Math.floor(size / 2), size - 1])].filter((to) => to >= 1 && to < size);
}

/** The case with this graph, less what no end needs. */
function withGraph(item: RandomCase, whole: Graph): RandomCase {
  const graph = select(whole, [...Object.values(whole.outputs), ...Object.values(whole.updates)]);
  const ids = new Set(graph.nodes.map(({ id }) => id));
  return {
    ...item,
    graph,
    feeds: Object.fromEntries(Object.entries(item.feeds).filter(([id]) => ids.has(id))),
  };
}

function inputLike({ shape, dtype }: GraphNode, id: string): GraphNode {
  return { id, op: "input", in: [], attributes: {}, shape, dtype };
}

function forwardOf({ of: _, via: __, rule: ___, ...node }: GraphNode): GraphNode {
  return node;
}

/** What the reference makes of a case's first step. */
function valuesOf(item: RandomCase, registry: Registry): (id: string) => Tensor {
  const { graph, dims } = item;
  const outputs = graph.nodes.map(({ id }) => id);
  const plan = compile(graph, {
    registry,
    engine: reference(),
    state: stateOf(item, registry),
    dims,
    outputs,
  });
  plan.step(feedsAt(item, 1));
  return (id) => plan.read(id);
}
