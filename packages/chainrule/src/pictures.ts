import type { MetricsEvent, Training } from "@chainrule/optim";
import { draw, lineChart, type Point, toSvg } from "@chainrule/viz";
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
    "loss.svg": lossChart(graph.name, objective, history.metrics),
  };
}

/**
 * What was minimised, step by step, as SVG: of each batch that was told, and of whole splits where they were watched.
 * @param objective the output that was minimised
 */
export function lossChart(title: string, objective: string, metrics: readonly MetricsEvent[]): string {
  const names = [...new Set(metrics.flatMap(({ values }) => Object.keys(values)))];
  const series = names
    .filter((name) => name === objective || name.endsWith(`/${objective}`))
    .map((name) => ({ name, points: pointsOf(metrics, name) }));
  return lineChart({ title, xLabel: "step", yLabel: objective, series });
}

/** The steps that told a metric, and what it was. */
function pointsOf(metrics: readonly MetricsEvent[], name: string): Point[] {
  return metrics.flatMap(({ step, values }) =>
    values[name] === undefined ? [] : [[step, values[name]] as const],
  );
}
