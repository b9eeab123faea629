import type { Training } from "@chainrule/optim";
import { draw, lineChart, type Series, toSvg } from "@chainrule/viz";
import type { History } from "./history.js";

/** The pictures of a run as SVG, by file name: the model, its backward pass, and the loss. */
export async function picturesOf(
  training: Training,
  history: History,
): Promise<Readonly<Record<string, string>>> {
  const { graph, objective } = training;
  return {
    "forward.svg": await toSvg(draw(graph, { pass: "forward" })),
    "backward.svg": await toSvg(draw(graph, { pass: "backward" })),
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
    .map((name) => ({
      name,
      points: metrics.map(({ step, values }) => [step, values[name] ?? NaN] as const),
    }));
}
