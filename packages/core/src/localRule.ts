import { Builder } from "./builder.js";
import { isFloat } from "./dtype.js";
import { findNode, type Graph, type GraphNode, isSource } from "./graph.js";
import { inputNames } from "./op.js";
import type { Registry } from "./registry.js";
import { ReverseWalk } from "./reverseWalk.js";

/**
 * One node by itself, and its rule for one input: what reaches the node goes in as `cotangent`, what the rule hands
 * back comes out as `result`. It is linear in `cotangent`: the node's Jacobian, transposed, in the form in which the
 * backward pass applies it.
 */
export interface LocalRule {
  /** Its inputs are the node's, by the names that the op gives them, and `cotangent`; the node is `output`. */
  readonly graph: Graph;
  /** The name of the op's input that `result` is handed back to. */
  readonly input: string;
  /** Id of the node that is handed back, of the input's shape. */
  readonly result: string;
}

/**
 * Takes a node out of its graph, and differentiates it by one of its inputs.
 * @param id a node that an op computes
 * @param position which of its inputs
 * @returns undefined where the node is locally constant in that input, or either is no float
 * @throws {Refusal} no-vjp
 */
export function localRule(
  graph: Graph,
  id: string,
  position: number,
  registry: Registry,
): LocalRule | undefined {
  const node = findNode(graph, id)!;
  if (isSource(node.op) || !isFloat(node.dtype)) return undefined;
  const op = registry.get("ops", node.op);
  const builder = new Builder({ ...graph, mode: "train", registry });
  const names = inputNames(op);
  const operands = node.in.map((operand, i) => {
    const { shape, dtype } = findNode(graph, operand)!;
    return builder.source("input", names[i]!, shape, dtype);
  });
  const target = operands[position]!;
  if (!isFloat(target.dtype)) return undefined;
  const cotangent = builder.source("input", "cotangent", node.shape, node.dtype);
  const output = builder.name(builder.call(op, operands, node.attributes), "output");
  const result = new ReverseWalk(builder, "output", output, [target], cotangent).run().get(target);
  if (result === undefined) return undefined;
  return {
    graph: builder.finish({ outputs: { result: result.id! } }),
    input: names[position]!,
    result: result.id!,
  };
}

/** The names under which a node's operands, itself and what reaches it stand in its {@link LocalRule}. */
export function localNames(node: GraphNode, registry: Registry): ReadonlyMap<string, string> {
  const names = inputNames(registry.get("ops", node.op));
  return new Map([...node.in.map((id, i) => [names[i]!, id] as const), ["output", node.id] as const]);
}
