import { float64Algebra, type GraphNode, inputNames, type Registry } from "@chainrule/core";
import type { Activation } from "./model.js";

/** Where an activation is looked at. */
const [from, to, points] = [-3, 3, 49];

/** What a unit's sum goes through; undefined where that is nothing. */
export function activationOf(steps: readonly GraphNode[], registry: Registry): Activation | undefined {
  if (steps.length === 0) return undefined;
  const isElementwise = steps.every(({ op }) => registry.get("ops", op).formula !== undefined);
  const curve = steps.length === 1 ? curveOf(steps[0]!, registry) : undefined;
  return { name: steps.map(({ op }) => op).join(", "), isElementwise, ...(curve && { curve }) };
}

function curveOf({ op: name, attributes }: GraphNode, registry: Registry): number[] | undefined {
  const op = registry.get("ops", name);
  const [input, ...others] = inputNames(op);
  if (op.formula === undefined || input === undefined || others.length > 0) return undefined;
  return Array.from({ length: points }, (_, i) => {
    const x = from + ((to - from) * i) / (points - 1);
    return Number(op.formula!(float64Algebra, { [input]: x }, attributes));
  });
}
