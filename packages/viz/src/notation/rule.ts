import {
  type Expression,
  findNode,
  type Graph,
  type GraphNode,
  inputNames,
  isSource,
  latexAlgebra as m,
  localRule,
  type LocalRule,
  type Registry,
  simplifyExpression,
} from "@chainrule/core";
import { fragment } from "./fragment.js";
import type { Symbols } from "./symbols.js";
import type { Ways } from "./ways.js";

/**
 * A node's rule for one of its inputs, in the symbols of its graph.
 * @param cotangent LaTeX of what arrives at the node
 * @returns undefined for a source, where no gradient goes through, and for what is too long to read
 */
export function ruleOf(
  graph: Graph,
  node: GraphNode,
  position: number,
  cotangent: string,
  symbols: Symbols,
  ways: Ways,
  registry: Registry,
): Expression | undefined {
  const arriving: Expression = {
    kind: "symbol",
    name: { base: isOneTerm(cotangent) ? cotangent : `\\left(${cotangent}\\right)`, plain: cotangent },
    shape: node.shape,
    way: ways.gradient(node),
  };
  const rule = takenOut(graph, node, position, registry);
  return rule && writeRule(rule, graph, node, arriving, (operand) => symbols.operand(operand), registry);
}

/** The rule by itself; undefined where there is none. */
export function takenOut(
  graph: Graph,
  { id, op, in: inputs }: GraphNode,
  position: number,
  registry: Registry,
): LocalRule | undefined {
  const isKnown = !isSource(op) && registry.find("ops", op) !== undefined && inputs[position] !== undefined;
  return isKnown ? localRule(graph, id, position, registry) : undefined;
}

/** Puts symbols into a rule, and a cotangent, and takes out what that makes superfluous. */
export function writeRule(
  rule: LocalRule,
  graph: Graph,
  node: GraphNode,
  cotangent: Expression,
  symbolOf: (node: GraphNode) => Expression,
  registry: Registry,
): Expression | undefined {
  const operands = new Map<string, Expression>([["cotangent", cotangent]]);
  inputNames(registry.get("ops", node.op)).forEach((name, i) => {
    operands.set(name, symbolOf(findNode(graph, node.in[i]!)!));
  });
  operands.set("output", symbolOf(node));
  const written = fragment(
    rule.graph,
    rule.result,
    ({ id, op, attributes }) => {
      const value = attributes["value"];
      return (
        operands.get(id) ?? (op === "constant" && typeof value === "number" ? m.number(value) : undefined)
      );
    },
    registry,
  );
  return written && simplifyExpression(written);
}

/** Whether LaTeX can have a factor or a superscript beside it as it stands. */
function isOneTerm(latex: string): boolean {
  let depth = 0;
  for (const [token] of latex.matchAll(/\\left\b|\\right\b|\\[A-Za-z]+|\\.|[{}()[\]]|[+\s-]/g)) {
    if (/^(\\left|[{([])$/.test(token)) depth++;
    else if (/^(\\right|[})\]])$/.test(token)) depth--;
    else if (depth === 0 && /^([+\s-]|\\odot|\\cdot)$/.test(token)) return false;
  }
  return true;
}
