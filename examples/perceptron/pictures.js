import {
  createState,
  draw,
  evaluate,
  gradientsOf,
  lineChart,
  networkSvg,
  networkView,
  prepareTraining,
  scalarTensors,
  tensor,
  toScalars,
  toSvg,
  trainingEvents,
} from "chainrule";

/** AND with its numbers; a threshold and a sigmoid with the gradients that reach each value; training the latter. */
export async function pictures(open) {
  const [and, threshold, learn] = ["and", "threshold", "learn"].map((name) => open(`${name}.json`));
  return {
    "forward.svg": await toSvg(forward(and, { f: "f" })),
    "scalar.svg": await toSvg(scalar(and)),
    "network.svg": networkSvg(networkView({ ...and.evalGraph, outputs: { f: "f" } }, and)),
    "threshold.svg": await toSvg(forward(threshold, { loss: "loss" }, ["f"])),
    "sigmoid.svg": await toSvg(forward(learn, { loss: "loss" }, ["w", "b", "f"])),
    "backward.svg": await toSvg(backward(learn)),
    "loss.svg": lineChart({
      title: "A sigmoid unit that says OR learns AND",
      xLabel: "step",
      yLabel: "mean squared error",
      series: [{ name: "sigmoid", points: losses(learn) }],
    }),
  };
}

/** The model with the values of its rows, and with the gradients of the loss where some are asked for. */
function forward(project, outputs, wrt) {
  const { registry, engine, evalGraph } = project;
  const graph = { ...evalGraph, outputs };
  const { columns: feeds } = project.data.splits.train;
  const given = Object.fromEntries(Object.entries(feeds).filter(([id]) => wrt || id !== "y"));
  const state = project.initialState();
  const options = { registry, engine, state, feeds: given };
  const evaluated = evaluate(graph, { ...options, ...(wrt && { of: "loss", wrt }) });
  const { values } = evaluated;
  const nodes = evaluated.graph.nodes.filter(({ id }) => values.has(id));
  const gradients = wrt && gradientsOf(evaluated.graph, "loss", values, registry);
  return draw(
    { ...evaluated.graph, nodes, outputs },
    {
      pass: "forward",
      registry,
      values,
      ...(gradients && { gradients }),
    },
  );
}

/** The unit number by number, for one row. */
function scalar({ registry, engine, evalGraph }, row = [1, 1]) {
  const graph = toScalars(evalGraph, { registry, outputs: ["f"] });
  const feeds = scalarTensors({ x: tensor([row]) });
  const { values } = evaluate(graph, { registry, engine, state: createState(graph, registry), feeds });
  return draw(graph, { registry, values });
}

function backward(project) {
  const { registry, engine, evalGraph } = project;
  const graph = { ...evalGraph, outputs: { loss: "loss" } };
  const { columns: feeds } = project.data.splits.train;
  const state = project.initialState();
  const evaluated = evaluate(graph, { registry, engine, state, feeds, of: "loss" });
  return draw(evaluated.graph, { pass: "backward", registry, values: evaluated.values });
}

function losses({ job }) {
  return [...trainingEvents(prepareTraining(job))].flatMap((event) =>
    event?.type === "metrics" ? [[event.step, event.values.loss]] : [],
  );
}
