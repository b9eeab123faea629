import type { Training } from "@chainrule/optim";
import { draw, lineChart, type Point, type Series, toSvg } from "@chainrule/viz";
import type { History } from "./history.js";

/** The pictures of a run as SVG, by file name: the model, its backward pass, and the loss. */
export async function picturesOf(
  training: Training,
  history: History,
): Promise<Readonly<Record<string, string>>> {
  const { graph, objective, job } = training;
  const { registry } = job;
  return {
    "forward.svg": await toSvg(draw(graph, { pass: "forward", registry })),
    "backward.svg": await toSvg(draw(graph, { pass: "backward", registry })),
    "loss.svg": lineChart({
      title: graph.name,
      xLabel: "step",
      yLabel: objective,
      series: lossSeries(history, objective),
    }),
  };
}

/** The loss of each batch that was told, and of whole splits where they were watched. */
function lossSeries({ metrics }: History, objective: string): Series[] {
  const names = [...new Set(metrics.flatMap(({ values }) => Object.keys(values)))];
  return names
    .filter((name) => name === objective || name.endsWith(`/${objective}`))
    .map((name) => ({ name, points: pointsOf(metrics, name) }));
}

/** The steps that told a metric, and what it was. */
function pointsOf(metrics: History["metrics"], name: string): Point[] {
  return metrics.flatMap(({ step, values }) =>
    values[name] === undefined ? [] : [[step, values[name]] as const],
  );
}
