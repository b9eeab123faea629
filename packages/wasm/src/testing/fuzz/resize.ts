import {
  allocate,
  bindShape,
  Builder,
  type Dim,
  elementCount,
  type Feeds,
  type Graph,
  type GraphNode,
  isSource,
  type Json,
  type Nested,
  type Registry,
  type Shape,
  type StaticShape,
  stridesOf,
  tensor,
  type Tensor,
  toNested,
} from "@chainrule/core";
import type { RandomCase } from "./randomGraph.js";

/**
 * A case in which one open dim, or every axis of one size, has become smaller: sources keep the corners of their values,
 * and every op is applied anew.
 * @throws {Refusal} where an op does not take the new sizes
 */
export function resized(item: RandomCase, from: Dim, to: number, registry: Registry): RandomCase {
  if (typeof from === "string") {
    const dims = { ...item.dims, [from]: to };
    return { ...item, dims, feeds: corners(item.feeds, item.graph, dims) };
  }
  const map = (shape: Shape): Shape => shape.map((dim) => (dim === from ? to : dim));
  const graph = rebuilt(item.graph, map, registry);
  return { ...item, graph, feeds: corners(item.feeds, graph, item.dims) };
}

function rebuilt(graph: Graph, map: (shape: Shape) => Shape, registry: Registry): Graph {
  const builder = new Builder({ ...graph, registry });
  for (const node of graph.nodes) {
    const { id, op, shape, dtype } = node;
    const attributes = resizedAttributes(node, map);
    if (isSource(op)) builder.source(op, id, map(shape), dtype, attributes);
    else {
      const operands = node.in.map((input) => builder.get(input));
      builder.name(builder.call(registry.get("ops", op), operands, attributes), id);
    }
  }
  const { nodes, ...rest } = builder.finish(graph);
  return { ...rest, nodes: nodes.map((node, i) => withProvenance(node, graph.nodes[i]!)) };
}

function resizedAttributes(
  { op, attributes, dtype, shape }: GraphNode,
  map: (shape: Shape) => Shape,
): GraphNode["attributes"] {
  const { value, shape: stated } = attributes;
  if (isSource(op) && value !== undefined && shape.length > 0) {
    const corner = cornerOf(tensor(value as Nested, dtype), map(shape) as StaticShape);
    return { ...attributes, value: toNested(corner) as Json };
  }
  return Array.isArray(stated) ? { ...attributes, shape: map(stated as Dim[]) as Json } : attributes;
}

/** What a backward node says of itself is no business of its op. */
function withProvenance(node: GraphNode, { of, via, rule }: GraphNode): GraphNode {
  return {
    ...node,
    ...(of !== undefined && { of }),
    ...(via !== undefined && { via }),
    ...(rule !== undefined && { rule }),
  };
}

/** Feeds for a graph whose inputs have become smaller. */
function corners(feeds: Feeds, graph: Graph, dims: RandomCase["dims"]): Feeds {
  const shapes = new Map(graph.nodes.map(({ id, shape }) => [id, bindShape(shape, dims) as StaticShape]));
  return Object.fromEntries(
    Object.entries(feeds).map(([id, value]) => [id, cornerOf(value, shapes.get(id)!)]),
  );
}

/** The corner of a tensor, of another shape of the same rank. */
function cornerOf({ dtype, shape: whole, data: all }: Tensor, shape: StaticShape): Tensor {
  const [from, to] = [stridesOf(whole), stridesOf(shape)];
  const data = allocate(dtype, elementCount(shape));
  for (let i = 0; i < data.length; i++) {
    const at = shape.reduce((sum, size, axis) => sum + (Math.floor(i / to[axis]!) % size) * from[axis]!, 0);
    data[i] = all[at]!;
  }
  return { dtype, shape, data };
}
