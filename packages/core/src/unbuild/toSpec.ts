import { isRunInput } from "../ambient.js";
import { Refusal } from "../errors.js";
import { type Conventions, type Graph, type GraphNode, isSource } from "../graph.js";
import { defaultLimits, type Limits } from "../limits.js";
import { inputNames, ownInputNames } from "../op.js";
import type { ProfileChoice } from "../spec/profile.js";
import type { Registry } from "../registry.js";
import type { BuildSpec } from "../spec/spec.js";
import { type Instance, ScopeWriter } from "./scopeSpec.js";
import { flatIds, specIds } from "./specIds.js";
import { isNested, treeOf } from "./tree.js";

export interface ToSpecOptions {
  readonly registry: Registry;
  readonly limits?: Limits;
  /** Instances of loaded blocks, by their paths: they are written as such, and not as what they came to. */
  readonly instances?: ReadonlyMap<string, Instance>;
  /** Scalar constants that are nobody's by name: they are written as numbers, as those of operands always are. */
  readonly unnamed?: ReadonlySet<string>;
}

/** A spec that was made from a graph. */
export interface GraphSpec extends BuildSpec {
  readonly chainrule: 1;
  /** The ids that a spec cannot give, and what they are called instead. */
  readonly "x-renamed"?: Readonly<Record<string, string>>;
}

/**
 * The spec of a model's graph: `build(toSpec(graph))` is that graph, byte for byte, where `build` made it. Instances
 * become blocks of the spec's own with the same inner ids. An id that a spec cannot give (`h/0/W`, of a copy) is
 * changed, which `x-renamed` says; a parameter goes on to draw its first values as if it had the old one. What
 * `uses` says of other files is left out.
 * @throws {Refusal} not-a-model, for graphs with backward nodes, slots or updates
 */
export function toSpec(graph: Graph, options: ToSpecOptions): GraphSpec {
  const { registry, limits = defaultLimits, instances = new Map() } = options;
  refuseDerived(graph);
  const numbers = numbersOf(graph, options);
  const written = graph.nodes.filter((node) => !numbers.has(node.id) && !isRunInput(node));
  const named: Graph = { ...graph, nodes: written.map((node) => withoutAmbient(node, registry)) };
  const ids = named.nodes.map(({ id }) => id);
  const deep = rename(named, specIds(ids));
  const isDeep = isNested(treeOf(deep.nodes), limits.depth);
  const writable = isDeep ? deep : rename(named, flatIds(ids));
  const writer = new ScopeWriter({
    graph: writable,
    numbers,
    instances: isDeep ? instances : new Map(),
    isBlock: (block) => registry.find("blocks", block) !== undefined,
  });
  const model = writer.model(treeOf(writable.nodes));
  const changed = ids.flatMap((id, i) => (writable.nodes[i]!.id === id ? [] : [[id, writable.nodes[i]!.id]]));
  const { name, seed, dtype, conventions } = graph;
  return {
    chainrule: 1,
    ...(name !== "" && { name }),
    ...(seed !== 0 && { seed }),
    ...(dtype !== "float32" && { dtype }),
    ...(conventions && { profile: profileOf(conventions) }),
    ...(Object.keys(writer.blocks).length > 0 && { blocks: writer.blocks }),
    model,
    ...(changed.length > 0 && { "x-renamed": Object.fromEntries(changed) as Record<string, string> }),
  };
}

function refuseDerived({ nodes, updates }: Graph): void {
  const count = nodes.filter(({ op, of }) => op === "slot" || of !== undefined).length;
  const next = Object.keys(updates).length;
  if (count === 0 && next === 0) return;
  throw new Refusal({
    code: "not-a-model",
    got: `${count} nodes that differentiation or an optimiser made, and ${next} updates`,
    need: "the graph of a model, as build makes it",
  });
}

/** A node of an op without the inputs that the graph itself supplies. */
function withoutAmbient(node: GraphNode, registry: Registry): GraphNode {
  if (isSource(node.op)) return node;
  return { ...node, in: node.in.slice(0, ownInputNames(registry.get("ops", node.op)).length) };
}

/** Constants that stand for a number among a node's inputs, `u8/a` for the first of u8. */
function numbersOf(graph: Graph, { registry, unnamed = new Set() }: ToSpecOptions): Map<string, number> {
  const uses = new Map<string, string[]>();
  for (const node of graph.nodes) {
    if (node.in.length === 0) continue;
    const names = inputNames(registry.get("ops", node.op));
    node.in.forEach((id, i) => {
      const places = uses.get(id) ?? [];
      places.push(`${node.id}/${names[i]}`);
      uses.set(id, places);
    });
  }
  const isNumber = ({ id, op, shape, dtype }: GraphNode): boolean => {
    if (op !== "constant" || shape.length > 0 || dtype !== graph.dtype) return false;
    const places = uses.get(id) ?? [];
    return unnamed.has(id) ? places.length > 0 : places.length === 1 && places[0] === id;
  };
  return new Map(
    graph.nodes.filter(isNumber).map(({ id, attributes }) => [id, attributes["value"] as number]),
  );
}

/** The graph with other ids. */
function rename(graph: Graph, ids: ReadonlyMap<string, string>): Graph {
  const to = (id: string): string => ids.get(id) ?? id;
  const nodes = graph.nodes.map((node): GraphNode => {
    const { of } = node.attributes;
    const isDrawn = to(node.id) !== node.id && node.attributes["init"] !== undefined;
    const attributes = {
      ...(isDrawn && { stream: node.id }),
      ...node.attributes,
      ...(typeof of === "string" && { of: to(of) }),
    };
    return { ...node, id: to(node.id), in: node.in.map(to), attributes };
  });
  const outputs = Object.entries(graph.outputs).map(([name, id]) => [name, to(id)]);
  return { ...graph, nodes, outputs: Object.fromEntries(outputs) };
}

/** A profile that comes to the same conventions; what it filled in stands in the nodes. */
function profileOf({ profile, gradient, notation }: Conventions): ProfileChoice {
  return { extends: profile, gradient, notation } as ProfileChoice;
}
