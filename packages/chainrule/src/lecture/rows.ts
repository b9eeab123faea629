import { ambientFeeds, type Feeds, type Graph, type State, type Tensor } from "@chainrule/core";
import { batchOrder, isBatched, prepareTraining, takeRows } from "@chainrule/optim";
import type { Project } from "../project.js";

/** Without a batch of its own, a model is shown on no more rows than these. */
const mostRows = 8;

/** Feeds for a model, and the state to run it in. */
export interface Rows {
  readonly feeds: Feeds;
  readonly state: State;
}

/**
 * The rows on which a project's model is shown when nobody gives others: those of the first step of its training.
 * @param count how many of them; default all
 * @throws {Refusal} missing-key, where the spec has no data
 */
export function firstRows(project: Project, graph: Graph, state: State, count?: number): Rows {
  const { spec, data } = project;
  const { train } = data.splits;
  const order = spec.train && batchOrder(train.rows, spec.train.batch, graph.seed).at(1).indices;
  const indices = Array.from(order ?? { length: Math.min(train.rows, mostRows) }, (index, i) => index ?? i);
  const taken = isBatched(graph) ? indices.slice(0, count ?? indices.length) : indices.slice(0, 1);
  const columns = takeRows(train, taken);
  const feeds = isBatched(graph)
    ? columns
    : Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, single(column)]));
  return { feeds: { ...feeds, ...ambientFeeds(graph, 1) }, state: fitted(project, state) };
}

/** One row without the axis of the rows. */
function single({ shape, data, dtype }: Tensor): Tensor {
  return { shape: shape.slice(1), data, dtype };
}

/** Buffers that are fitted to data have their values from the training rows. */
function fitted(project: Project, state: State): State {
  if (state.unset().length === 0 || project.spec.train === undefined) return state;
  return prepareTraining({ ...project.job, state }).state;
}
