import {
  type Expression,
  findNode,
  type Graph,
  type GraphNode,
  inputNames,
  isFloat,
  isSource,
  latexAlgebra as m,
  type Registry,
} from "@chainrule/core";
import { takenOut, writeRule } from "./rule.js";
import type { Symbols } from "./symbols.js";

/**
 * The local derivative of a node by one of its inputs, where it is a factor: of an elementwise op that of one
 * element, of a scalar its gradient.
 * @returns 0 where the op is declared locally constant; undefined where a rule alone can be written
 */
export function derivativeOf(
  graph: Graph,
  node: GraphNode,
  position: number,
  symbols: Symbols,
  registry: Registry,
): Expression | undefined {
  const op = isSource(node.op) ? undefined : registry.find("ops", node.op);
  const target = findNode(graph, node.in[position] ?? "");
  if (op === undefined || target === undefined) return undefined;
  const isElementwise = op.formula !== undefined;
  if (!isElementwise && node.shape.length > 0) return undefined;
  if (!isFloat(target.dtype) || !isFloat(node.dtype)) return undefined;
  if (op.vjp?.[inputNames(op)[position]!] === null) return m.number(0);
  const place = isElementwise ? oneElement(graph, node) : graph;
  const rule = takenOut(place, findNode(place, node.id)!, position, registry);
  const symbolOf = (operand: GraphNode): Expression => {
    const symbol = symbols.operand(operand);
    return isElementwise ? m.element(symbol) : symbol;
  };
  return rule && writeRule(rule, graph, node, m.number(1), symbolOf, registry);
}

/** The node and its operands, as if each were one number. */
function oneElement(graph: Graph, node: GraphNode): Graph {
  const operands = [...new Set(node.in)].map((id): GraphNode => {
    const { dtype } = findNode(graph, id)!;
    return { id, op: "input", in: [], attributes: {}, shape: [], dtype };
  });
  return { ...graph, nodes: [...operands, { ...node, shape: [] }], outputs: {}, updates: {} };
}
