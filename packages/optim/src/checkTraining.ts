import { type Graph, located, ProblemList, type Registry } from "@chainrule/core";
import { unfrozen } from "./freeze.js";
import { outputIds } from "./objective.js";
import { checkOneStep } from "./oneStep.js";
import { readLearningRate, readOptimiser, readSolver } from "./readOptimiser.js";
import type { TrainSpec } from "./section.js";

/**
 * Looks for what can be wrong with `train` whatever the data are: the names in it, and their attributes.
 * @throws {Refusal} every mistake that was found, with paths below `train`
 */
export function checkTraining(graph: Graph, train: TrainSpec, registry: Registry): void {
  const { minimise, freeze, optimiser } = train;
  const problems = new ProblemList();
  problems.attempt(() => located(["train", "minimise"], () => outputIds(graph, minimise)));
  problems.attempt(() => located(["train", "freeze"], () => unfrozen(graph, freeze)));
  problems.attempt(() => located(["train", "optimiser"], () => readOptimiser(optimiser, registry)));
  problems.attempt(() =>
    located(["train", "optimiser", "lr"], () => readLearningRate(optimiser.lr, registry)),
  );
  problems.throwIfAny();
  const chosen = readSolver(optimiser, registry);
  if (chosen === undefined) return;
  const { solver, attributes } = chosen;
  const model = { graph, minimise, parameters: unfrozen(graph, freeze), registry };
  problems.attempt(() => located(["train"], () => checkOneStep(train)));
  problems.attempt(() => located(["train"], () => solver.check(model, attributes)));
  problems.throwIfAny();
}
