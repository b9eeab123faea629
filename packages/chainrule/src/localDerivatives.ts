import {
  compile,
  elementCount,
  type Engine,
  findNode,
  type Graph,
  type GraphNode,
  inputNames,
  isFloat,
  isSource,
  localRule,
  type Registry,
  State,
  type Tensor,
  tensorOf,
} from "@chainrule/core";
import { derivativeKey, type Derivatives } from "@chainrule/viz";
import { openDims } from "./feeds.js";

/** Jacobians with more rows or columns than this are not computed: they could not be drawn. */
const mostRows = 4;

export interface LocalDerivativeOptions {
  readonly registry: Registry;
  readonly engine: Engine;
  /** Of every node that a derivative is wanted of, and of its inputs, by id. */
  readonly values: ReadonlyMap<string, Tensor>;
}

/**
 * The derivative of each forward node by each of its inputs that is no constant, for pictures: numbers of scalars, small Jacobians as
 * matrices (a row for each element of the node), and where the node is locally constant in an input, that there is no
 * path. Larger ones have no entry.
 */
export function localDerivatives(graph: Graph, options: LocalDerivativeOptions): Derivatives {
  const derivatives = new Map<string, Tensor | "no path">();
  for (const node of graph.nodes) {
    if (isSource(node.op) || node.of !== undefined || node.id.startsWith("update/")) continue;
    node.in.forEach((input, position) => {
      if (findNode(graph, input)!.op === "constant") return;
      const derivative = derivativeOf(graph, node, position, options);
      if (derivative !== undefined) derivatives.set(derivativeKey(node.id, position), derivative);
    });
  }
  return derivatives;
}

function derivativeOf(
  graph: Graph,
  node: GraphNode,
  position: number,
  { registry, engine, values }: LocalDerivativeOptions,
): Tensor | "no path" | undefined {
  const [own, input] = [values.get(node.id), values.get(node.in[position]!)];
  if (own === undefined || input === undefined) return undefined;
  const [rows, columns] = [elementCount(own.shape), elementCount(input.shape)];
  if (rows > mostRows || columns > mostRows || rows * columns === 0) return undefined;
  const rule = isFloat(input.dtype) ? localRule(graph, node.id, position, registry) : undefined;
  if (rule === undefined) return "no path";
  const names = inputNames(registry.get("ops", node.op));
  const feeds = Object.fromEntries(node.in.map((id, i) => [names[i]!, values.get(id)!]));
  const dims = openDims(rule.graph, { ...feeds, cotangent: own });
  const plan = compile(rule.graph, { registry, engine, state: new State([]), dims });
  plan.feed(feeds);
  const entries = Array.from({ length: rows }, (_, row) => {
    const data = Float64Array.from({ length: rows }, (__, i) => (i === row ? 1 : 0));
    plan.step({ cotangent: tensorOf(data, own.shape, own.dtype) });
    return [...plan.read(rule.result).data];
  });
  return tensorOf(Float64Array.from(entries.flat()), shapeOf(rows, columns), own.dtype);
}

/** One number stays one, one row a vector. */
function shapeOf(rows: number, columns: number): number[] {
  if (rows > 1) return [rows, columns];
  return columns === 1 ? [] : [columns];
}
