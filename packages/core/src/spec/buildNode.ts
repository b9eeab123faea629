import { ProblemList, Refusal } from "../errors.js";
import type { Value } from "../value.js";
import type { NodeScope } from "./nodeScope.js";
import { operandsOf } from "./operands.js";
import { repeatNode } from "./repeatNode.js";
import type { NodeSpec } from "./spec.js";
import { unitOf } from "./unit.js";

/**
 * Appends what a node of a spec stands for: one op's node, one block's instance, or copies of either.
 * @param id the node's path in the graph
 * @throws {Refusal} unknown-op | unknown-block | wrong-inputs | unknown-input | unused-key | …
 */
export function buildNode(scope: NodeScope, id: string, node: NodeSpec): Value {
  refuseUnused(node);
  if (node.repeat !== undefined) return repeatNode(scope, id, node, node.repeat);
  const unit = unitOf(scope, node);
  // What is wrong with a node's settings does not hide what is wrong with its inputs, nor the other way round.
  const problems = new ProblemList();
  problems.attempt(() => unit.check());
  const operands = problems.attempt(() => operandsOf(scope, id, node, unit.inputs, unit.noun));
  if (operands === undefined || problems.found.length > 0) throw new Refusal(problems.found);
  return unit.make(id, operands);
}

/** Keys that need another one beside them. */
function refuseUnused(node: NodeSpec): void {
  const { block, repeat, share } = node;
  const onlyRepeated = (["carry", "scan", "collect"] as const).find((key) => node[key] !== undefined);
  if (onlyRepeated !== undefined && repeat === undefined)
    throw unused(onlyRepeated, '"repeat"', '"repeat": 2');
  if (share === true && repeat === undefined) {
    throw unused("share", '"repeat", or the id of the instance whose parameters are used', '"repeat": 2');
  }
  const onlyBlock = (["params", "share"] as const).find((key) => node[key] !== undefined);
  if (onlyBlock !== undefined && block === undefined)
    throw unused(onlyBlock, '"block": an op has no parameters of its own');
}

function unused(key: string, need: string, hint?: string): Refusal {
  return new Refusal({
    code: "unused-key",
    path: [key],
    got: `"${key}" without ${key === "params" || need.startsWith('"block"') ? '"block"' : '"repeat"'}`,
    need,
    try: hint ?? `leave out "${key}"`,
  });
}
