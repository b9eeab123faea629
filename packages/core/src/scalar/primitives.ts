import { Refusal } from "../errors.js";
import { expand } from "../expand.js";
import { type Graph, type GraphNode, isSource } from "../graph.js";
import { defaultLimits, type Limits } from "../limits.js";
import type { Op } from "../op.js";
import type { Registry } from "../registry.js";
import { bindShape, elementCount, formatShape, type StaticShape } from "../shape.js";
import { type Manner, mannerOf } from "./manner.js";

export interface PrimitiveOptions {
  readonly registry: Registry;
  /** Sizes of the names that are still open. Default: 1 each, which is one example. */
  readonly dims?: Readonly<Record<string, number>>;
  readonly limits?: Limits;
}

/** A graph without composites of tensors, its shapes bound. */
export interface Primitives {
  readonly graph: Graph;
  readonly shapes: ReadonlyMap<string, StaticShape>;
  /** Of every node but sources. */
  readonly manners: ReadonlyMap<string, Manner>;
  /** For each node that stands on one that cannot be opened, the first such. */
  readonly closed: ReadonlyMap<string, GraphNode>;
}

/**
 * Opens composites until every node is one that can be taken apart, or one that cannot.
 * @throws {Refusal} too-large | too-deep
 */
export function toPrimitives(graph: Graph, options: PrimitiveOptions): Primitives {
  const { registry, limits } = options;
  const { manners } = bound(graph, options);
  const opens = (op: Op, id?: string): boolean =>
    id === undefined ? isComposite(op) : manners.get(id) === "decompose";
  return bound(expand(graph, registry, opens, limits), options);
}

function isComposite({ decompose, formula, moves, element }: Op): boolean {
  return decompose !== undefined && !formula && !moves && !element;
}

function bound(graph: Graph, { registry, dims = {}, limits = defaultLimits }: PrimitiveOptions): Primitives {
  const shapes = new Map<string, StaticShape>();
  const manners = new Map<string, Manner>();
  const closed = new Map<string, GraphNode>();
  const known = new Set<string>();
  for (const node of graph.nodes) {
    const { id, op, in: inputs, attributes } = node;
    shapes.set(id, shapeOf(node, dims, limits));
    if (op === "constant") known.add(id);
    if (isSource(op)) continue;
    const manner = mannerOf(registry.get("ops", op), attributes, {
      shapes: [...inputs, id].map((one) => shapes.get(one)!),
      isKnown: inputs.map((input) => known.has(input)),
    });
    manners.set(id, manner);
    if (manner === "moves" && inputs.every((input) => known.has(input))) known.add(id);
    const blocking = manner === "closed" ? node : closed.get(inputs.find((input) => closed.has(input)) ?? "");
    if (blocking !== undefined) closed.set(id, blocking);
  }
  return { graph, shapes, manners, closed };
}

function shapeOf(
  { id, shape }: GraphNode,
  dims: Readonly<Record<string, number>>,
  { nodes }: Limits,
): StaticShape {
  const sizes = bindShape(shape, dims).map((dim) => (typeof dim === "number" ? dim : 1));
  if (elementCount(sizes) <= nodes) return sizes;
  const got = `${formatShape(sizes)}, a node for each element`;
  throw new Refusal({ code: "too-many-nodes", at: id, got, need: `at most ${nodes} nodes` });
}
