import {
  Builder,
  differentiate,
  type Graph,
  indexOf,
  inputNames,
  isSource,
  Refusal,
  select,
} from "@chainrule/core";
import { sizeOp, sum } from "@chainrule/ops";
import type { SolverModel } from "../solver.js";

/** No id of a spec contains `@`. */
const probe = "update/@sum";

/**
 * Refuses a model whose node `end` is not affine in the parameters, whatever the inputs are: where its derivative by
 * them depends on them. So says the backward graph: it would read a value that depends on a parameter.
 * @throws {Refusal} not-affine, named after the first node in which it shows
 */
export function refuseNonAffine(model: SolverModel, end: string): void {
  const { graph, registry } = model;
  const before = select(graph, [end]).nodes;
  const varying = dependents(graph, model.parameters);
  const blamed = new Map<string, string>();
  for (const { id, op: name, in: inputs } of before) {
    if (isSource(name)) continue;
    const op = registry.get("ops", name);
    if (op.ambient) blamed.set(id, "which draws anew at each step");
    const isFlat = inputNames(op).some((key, i) => op.vjp?.[key] === null && varying.has(inputs[i]!));
    if (isFlat && name !== sizeOp.name) blamed.set(id, "which is constant in the parameters but for jumps");
  }
  for (const id of bent(model, end, varying))
    blamed.set(id, "whose derivative by the parameters depends on them");
  const first = before.find(({ id }) => blamed.has(id));
  if (first === undefined) return;
  throw new Refusal({
    code: "not-affine",
    path: ["optimiser"],
    at: first.id,
    got: `${first.op}, ${blamed.get(first.id)!}`,
    need: `${end} to be affine in the parameters: sums of them, times numbers and inputs`,
    try: '{ "type": "sgd", "lr": 0.1 }',
  });
}

/** Ids of the nodes that depend on some, themselves included. */
export function dependents(graph: Graph, ids: readonly string[]): ReadonlySet<string> {
  const found = new Set(ids);
  for (const { id, in: inputs } of graph.nodes) if (inputs.some((input) => found.has(input))) found.add(id);
  return found;
}

/** Nodes whose rule, in the backward pass from the sum of `end`, reads what depends on a parameter. */
function bent(
  { graph, parameters, registry }: SolverModel,
  end: string,
  varying: ReadonlySet<string>,
): string[] {
  const reaching = new Set(select(graph, [end]).nodes.map(({ id }) => id));
  const wrt = parameters.filter((id) => reaching.has(id));
  if (wrt.length === 0) return [];
  const builder = Builder.from(graph, registry);
  builder.name(sum(builder.get(end)), probe);
  const both = differentiate(builder.finish({}), { of: probe, wrt, registry });
  const isForward = (id: string): boolean => indexOf(graph).has(id);
  const needed = new Set(Object.values(both.outputs));
  const found: string[] = [];
  for (const node of both.nodes.toReversed()) {
    // How many there are of something depends on no parameter.
    if (!needed.has(node.id) || isForward(node.id) || node.op === sizeOp.name) continue;
    for (const input of node.in) {
      if (!varying.has(input)) needed.add(input);
      else if (node.via !== undefined || node.of !== undefined) found.push((node.via ?? node.of)!);
    }
  }
  return found;
}
