import { ambientFeeds, compile, type Feeds, isSource, type Tensor, tensor, openDims } from "@chainrule/core";
import { learningRateInput, readLearningRate, type Training } from "@chainrule/optim";

/**
 * Every value of the first step of a training, for one batch that is given: of parameters and slots those before it.
 * The training's state takes the step.
 * @throws {Refusal} as `Plan.feed` does
 */
export function stepValues({ graph, state, job }: Training, feeds: Feeds): ReadonlyMap<string, Tensor> {
  const { registry, engine, train } = job;
  const keep = graph.nodes.map(({ id }) => id);
  const plan = compile(graph, { registry, engine, state, dims: openDims(graph, feeds), keep });
  const rate = readLearningRate(train.optimiser.lr, registry)(0);
  plan.feed({ ...feeds, ...ambientFeeds(graph, 1), [learningRateInput]: tensor(rate, graph.dtype) });
  plan.forward();
  plan.backward();
  const sources = graph.nodes.filter(({ op }) => isSource(op));
  const before = new Map(sources.map(({ id }) => [id, plan.read(id)]));
  plan.update();
  return new Map(graph.nodes.map(({ id }) => [id, before.get(id) ?? plan.read(id)]));
}
