import {
  elementCount,
  type Engine,
  findNode,
  type Graph,
  type GraphNode,
  isSource,
  localRule,
  LocalValues,
  type Registry,
  type Tensor,
  tensorOf,
} from "@chainrule/core";
import { derivativeKey, type Derivatives } from "@chainrule/viz";

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
  const local = new LocalValues(graph, options);
  const derivatives = new Map<string, Tensor | "no path">();
  for (const node of graph.nodes) {
    if (isSource(node.op) || node.of !== undefined || node.id.startsWith("update/")) continue;
    node.in.forEach((input, position) => {
      if (findNode(graph, input)!.op === "constant") return;
      const derivative = derivativeOf(graph, node, position, options, local);
      if (derivative !== undefined) derivatives.set(derivativeKey(node.id, position), derivative);
    });
  }
  return derivatives;
}

function derivativeOf(
  graph: Graph,
  { id: consumer, in: inputs }: GraphNode,
  position: number,
  { registry, values }: LocalDerivativeOptions,
  local: LocalValues,
): Tensor | "no path" | undefined {
  const input = inputs[position]!;
  const [own, other] = [values.get(consumer), values.get(input)];
  if (own === undefined || other === undefined) return undefined;
  const [rows, columns] = [elementCount(own.shape), elementCount(other.shape)];
  if (rows > mostRows || columns > mostRows || rows * columns === 0) return undefined;
  const rule = localRule(graph, consumer, position, registry);
  if (rule === undefined) return "no path";
  const { data, dtype } = local.jacobian({ consumer, position, input, rule });
  return tensorOf(data, shapeOf(rows, columns), dtype);
}

/** One number stays one, one row a vector. */
function shapeOf(rows: number, columns: number): number[] {
  if (rows > 1) return [rows, columns];
  return columns === 1 ? [] : [columns];
}
