import { draw, evaluate, prepareTraining, tensor, toSvg, trainingEvents } from "chainrule";

/** The unit with the numbers that were solved for, at the lecture's point. */
export async function pictures(open) {
  const { job, registry, engine, evalGraph } = open("lda.json");
  const training = prepareTraining(job);
  for (const _ of trainingEvents(training));
  const graph = { ...evalGraph, outputs: { prediction: "p" } };
  const feeds = { x: tensor([[0.4, -0.9]]) };
  const { values } = evaluate(graph, { registry, engine, state: training.state, feeds });
  const nodes = graph.nodes.filter(({ id }) => values.has(id));
  return { "forward.svg": await toSvg(draw({ ...graph, nodes }, { pass: "forward", registry, values })) };
}
