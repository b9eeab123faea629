import { apply, byInput, type GraphNode, type Registry, type Value } from "@chainrule/core";

/** The same call with other inputs. */
export function withInputs(node: GraphNode, inputs: readonly Value[], registry: Registry): Value {
  const op = registry.get("ops", node.op);
  return apply(op, byInput(op, inputs), node.attributes);
}
