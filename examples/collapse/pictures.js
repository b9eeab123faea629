import { evaluate, draw, lineChart, prepareTraining, rewrite, toSvg, trainingEvents } from "chainrule";

/** Both forms of the network with the numbers of the four rows, and what training makes of it with and without tanh. */
export async function pictures(open) {
  const [linear, twin] = [open("collapse.json"), open("tanh.json")];
  const { registry, evalGraph } = linear;
  const rule = registry.get("rewrites", "collapse-affine");
  const { graph } = rewrite(evalGraph, rule, { registry });
  return {
    "before.svg": await toSvg(drawn(linear, evalGraph)),
    "after.svg": await toSvg(drawn(linear, renamed(graph))),
    "loss.svg": lineChart({
      title: "Three layers on the exclusive or, from the same weights",
      xLabel: "step",
      yLabel: "cross entropy",
      series: [
        { name: "nothing between them", points: losses(linear) },
        { name: "tanh between them", points: losses(twin) },
      ],
    }),
  };
}

/** Shorter names for what the rewrite made: W12 is W1 W2. */
const names = {
  "h2/weights": "W12",
  "h2/matmul3": "b1 W2",
  "h2/bias": "b12",
  "z/weights": "W123",
  "z/matmul3": "b12 W3",
  "z/bias": "b123",
};

function renamed(graph) {
  const nameOf = (id) => names[id] ?? id;
  const nodes = graph.nodes.map((node) => ({ ...node, id: nameOf(node.id), in: node.in.map(nameOf) }));
  return { ...graph, nodes };
}

/** A graph with the values of the spec's rows, up to the logit. */
function drawn(project, graph) {
  const { registry, engine } = project;
  const { x } = project.data.splits.train.columns;
  const forward = { ...graph, outputs: { z: graph.outputs.z } };
  const state = project.initialState();
  const { values } = evaluate(forward, { registry, engine, state, feeds: { x } });
  const nodes = graph.nodes.filter(({ id }) => values.has(id));
  return draw({ ...forward, nodes }, { pass: "forward", registry, values });
}

function losses({ job }) {
  return [...trainingEvents(prepareTraining(job))].flatMap((event) =>
    event?.type === "metrics" ? [[event.step, event.values.loss]] : [],
  );
}
