import type {
  AttributeSchema,
  AttributesOf,
  Dataset,
  Engine,
  Graph,
  Limits,
  Registry,
  State,
} from "@chainrule/core";
import type { Minimise } from "./objective.js";
import type { GradientTransformation } from "./transform.js";

/** A model that is to be solved. */
export interface SolverModel {
  /** In train mode, without its backward pass. */
  readonly graph: Graph;
  readonly minimise: Minimise;
  /** Ids of the parameters that are to be found. */
  readonly parameters: readonly string[];
  readonly registry: Registry;
}

/** A model with its data. */
export interface SolverJob extends SolverModel {
  readonly dataset: Dataset;
  /** Values of everything else, such as frozen parameters and fitted buffers; the solver's own copy. */
  readonly state: State;
  readonly engine: Engine;
  readonly limits: Limits;
}

/**
 * A rule that finds the parameters from all rows at once, in place of step after step against the gradient. A spec
 * names it as it names an optimiser: `"optimiser": { "type": "closedForm", "method": "normalEquation" }`. A run has
 * one step, on all rows, and no learning rate.
 */
export interface Solver<S extends AttributeSchema = AttributeSchema, N extends string = string> {
  readonly name: N;
  readonly doc: { readonly summary: string; readonly source?: string };
  readonly attributes?: S;
  /**
   * Looks for what can be wrong whatever the data are.
   * @throws {Refusal} with paths below `train`
   */
  check(model: SolverModel, attributes: AttributesOf<S>): void;
  /**
   * Gives the numbers of every parameter.
   * @throws {Refusal} with paths below `train`
   */
  solve(job: SolverJob, attributes: AttributesOf<S>): ReadonlyMap<string, ArrayLike<number>>;
}

declare module "@chainrule/core" {
  interface Contributions {
    solvers: Solver;
  }
}

/** Declares a solver. */
export function defineSolver<
  const S extends AttributeSchema = Record<never, never>,
  const N extends string = string,
>(solver: Solver<S, N>): Solver<S, N> {
  return Object.freeze(solver);
}

/** Where a training step has the solution for a parameter: a slot, written before the run begins. */
export function solutionSlot(parameter: string): string {
  return `slot/${parameter}/${slotName}`;
}

const slotName = "solution";

/** The step of every solver: a parameter's next value is what its slot `solution` holds. */
export const takeSolution: GradientTransformation = (directions, context) => {
  for (const id of directions.keys()) {
    context.within(id, ({ parameter, slot, next }) => {
      const solution = slot(slotName);
      next(parameter, solution);
      return solution;
    });
  }
  return new Map();
};
