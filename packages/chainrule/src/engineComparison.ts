import {
  ambientFeeds,
  compareEngines,
  createState,
  type Dataset,
  differentiate,
  type Engine,
  type EngineComparison,
  type Feeds,
  findNode,
  type Graph,
  located,
  Refusal,
  type State,
  tensorOf,
  trainable,
} from "@chainrule/core";
import { isBatched, learningRateInput, prepareTraining, readLearningRate, rowMemory } from "@chainrule/optim";
import type { Project } from "./project.js";

export interface CompareOnOptions {
  readonly a: Engine;
  readonly b: Engine;
  /** Training steps to take, each from what the one before left. Default 1. */
  readonly steps?: number | undefined;
  /** How many units in the last place values may be apart; default 0. */
  readonly bound?: number | undefined;
  /** In place of rows of the spec's data: inputs of a spec that is not trained. */
  readonly feeds?: Feeds | undefined;
}

/**
 * Compares two engines on a spec, every value that they compute: of one that says how it is trained, on the graph of
 * its training step and its own batches; of another, on its model and the gradient of its loss.
 * @throws {Refusal} as `prepareTraining` and `Project.data` do
 */
export function compareEnginesOn(project: Project, options: CompareOnOptions): EngineComparison {
  const isTrained = project.spec.train !== undefined && options.feeds === undefined;
  const { graph, state, feeds } = project.placed(() =>
    isTrained ? trainingWork(project) : modelWork(project, options.feeds),
  );
  const { registry, limits } = project;
  const { a, b, steps = 1, bound = 0 } = options;
  return compareEngines(graph, { registry, limits, a, b, steps, bound, state, feeds });
}

interface Work {
  readonly graph: Graph;
  readonly state: State;
  readonly feeds: (step: number) => Feeds;
}

/** The steps that training takes: its batches, its learning rates. */
function trainingWork(project: Project): Work {
  const { graph, state, order, job } = prepareTraining(project.job);
  const { dtype } = graph;
  const rate = located(["train", "optimiser", "lr"], () =>
    readLearningRate(job.train.optimiser.lr, job.registry),
  );
  return {
    graph,
    state,
    feeds(step) {
      const { indices } = order.at(step);
      const rows = rowsOf(graph, job.data.train, indices);
      const takesRate = findNode(graph, learningRateInput) !== undefined;
      const lr = takesRate && { [learningRateInput]: tensorOf([rate(step - 1)], [], dtype) };
      return { ...rows, ...ambientFeeds(graph, step), ...lr };
    },
  };
}

/** The model with the gradient of its loss, on all rows at once. */
function modelWork(project: Project, given: Feeds | undefined): Work {
  const { registry, limits, spec } = project;
  const graph = withGradient(project);
  const feeds = given ?? (spec.data === undefined ? {} : allRows(graph, project.data.splits.train));
  return {
    graph,
    state: createState(graph, registry, limits),
    feeds: (step) => ({ ...feeds, ...ambientFeeds(graph, step) }),
  };
}

/** A model without a loss, or with one that no parameter leads to, has none. */
function withGradient({ graph, registry }: Project): Graph {
  if (!Object.hasOwn(graph.outputs, "loss") || trainable(graph).length === 0) return graph;
  try {
    return differentiate(graph, { of: "loss", registry });
  } catch (error) {
    if (error instanceof Refusal) return graph;
    throw error;
  }
}

/** Of a model for one example, the first row. */
function allRows(graph: Graph, dataset: Dataset): Feeds {
  const count = isBatched(graph) ? dataset.rows : 1;
  return rowsOf(
    graph,
    dataset,
    Uint32Array.from({ length: count }, (_, i) => i),
  );
}

function rowsOf(graph: Graph, dataset: Dataset, indices: Uint32Array): Feeds {
  const memory = rowMemory(graph, dataset, indices.length);
  memory.fill(indices);
  return memory.feeds;
}
