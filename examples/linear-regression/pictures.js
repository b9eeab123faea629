import { differentiate, draw, evaluate, lineChart, prepareTraining, toSvg, trainingEvents } from "chainrule";

/** The model with its numbers at the solution, and the descent's way there. */
export async function pictures(open) {
  const solved = open("linear-regression.json");
  const descent = open("descent.json");
  return {
    "backward.svg": await toSvg(backwardAtTheEnd(solved)),
    "loss.svg": lineChart({
      title: "Descent walks to where the closed form is",
      xLabel: "step",
      yLabel: "mean squared error",
      series: [
        { name: "gradient descent", points: losses(descent).slice(0, 60) },
        { name: "closed form", points: [1, 60].map((step) => [step, lossAtTheEnd(solved)]) },
      ],
    }),
  };
}

function trained({ job }) {
  const training = prepareTraining(job);
  const events = [...trainingEvents(training)].filter((event) => event !== undefined);
  return { training, events };
}

function losses(project) {
  return trained(project).events.flatMap((event) =>
    event.type === "metrics" ? [[event.step, event.values.loss]] : [],
  );
}

const lossAtTheEnd = (project) => trained(project).events.at(-1).values["train/loss"];

/** The gradients are zero where the derivative was set to zero. */
function backwardAtTheEnd(project) {
  const { registry, engine, graph } = project;
  const { state } = trained(project).training;
  const feeds = project.data.splits.train.columns;
  const backward = differentiate(graph, { of: "loss", registry });
  const { values } = evaluate(graph, { registry, engine, state, feeds, of: "loss" });
  return draw(backward, { pass: "backward", registry, values });
}
