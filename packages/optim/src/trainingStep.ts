import { Builder, differentiate, type Graph, located, type Registry } from "@chainrule/core";
import { subtract } from "@chainrule/ops";
import { unfrozen } from "./freeze.js";
import { type Minimise, objectiveOf, withObjective } from "./objective.js";
import type { GradientTransformation } from "./transform.js";
import { UpdateBuilder } from "./updateContext.js";

export interface TrainingStepOptions {
  /** An output of shape [], or outputs with their weights. */
  readonly minimise: Minimise;
  /** Globs over the paths of parameters that stay as they are. */
  readonly freeze?: readonly string[] | undefined;
  readonly optimiser: GradientTransformation;
  readonly registry: Registry;
}

/**
 * One step of training as one graph: the model, its backward pass, and for each trained parameter W the node
 * `update/W` = W − (what the optimiser made of its gradient). `updates` names the next value of each parameter
 * and slot, beside those that the graph already had.
 *
 * The optimiser's numbers come in as scalar inputs `update/@lr` and, where it counts, `update/@step` (from 1).
 * @param graph a train-mode graph
 * @throws {Refusal} unknown-output | not-scalar | unreachable | unmatched-glob | nothing-to-train
 */
export function trainingStep(
  graph: Graph,
  { minimise, freeze, optimiser, registry }: TrainingStepOptions,
): Graph {
  const forward = located(["minimise"], () => withObjective(graph, minimise, registry));
  const parameters = located(["freeze"], () => unfrozen(graph, freeze));
  const of = objectiveOf(minimise);
  const both = located(["minimise"], () => differentiate(forward, { of, wrt: parameters, registry }));
  const builder = Builder.from(both, registry);
  const updates = new UpdateBuilder(builder);
  const gradients = new Map(parameters.map((id) => [id, builder.get(both.outputs[`grad/${of}/${id}`]!)]));
  for (const [id, direction] of optimiser(gradients, updates)) {
    const parameter = builder.get(id);
    updates.update(
      parameter,
      updates.within(id, () => subtract(parameter, direction)),
    );
  }
  return builder.finish({ outputs: both.outputs, updates: { ...graph.updates, ...updates.updates } });
}
