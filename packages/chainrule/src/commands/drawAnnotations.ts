import { Refusal, suggest } from "@chainrule/core";
import { type Annotations, costsOf, gradientsOf, type Pass, savedBy, shapesOf } from "@chainrule/viz";
import { localDerivatives } from "../localDerivatives.js";
import type { Project } from "../project.js";
import type { DrawnGraph } from "./drawGraph.js";
import { type DrawCommandOptions, type Overlay, overlays } from "./drawOptions.js";
import { namesIn } from "./options.js";

/** Overlays of numbers, which come from feeds. */
const computed: readonly Overlay[] = ["values", "gradients", "derivatives"];

/**
 * What `--show` asks for; without it values and gradients, where there are feeds.
 * @throws {Refusal} unknown-overlay | missing-option
 */
export function overlaysIn({ show, feeds }: DrawCommandOptions): ReadonlySet<Overlay> {
  if (show === undefined) return new Set(feeds === undefined ? [] : (["values", "gradients"] as const));
  if (show === "all")
    return new Set(overlays.filter((name) => feeds !== undefined || !computed.includes(name)));
  const shown = new Set((namesIn(show) ?? []).map(overlayNamed));
  const needing = computed.find((name) => shown.has(name));
  if (feeds === undefined && needing !== undefined) {
    throw new Refusal({
      code: "missing-option",
      at: "--show",
      got: `${needing}, and nothing to compute them from`,
      need: "inputs",
      try: "--feeds FILE",
    });
  }
  return shown;
}

function overlayNamed(name: string): Overlay {
  const found = overlays.find((overlay) => overlay === name);
  if (found !== undefined) return found;
  throw new Refusal({
    code: "unknown-overlay",
    at: "--show",
    got: JSON.stringify(name),
    need: `of ${overlays.join(", ")}, or all`,
    ...suggest(name, overlays),
  });
}

/** What is to be written into a picture. */
export function annotationsOf(
  { graph, of, values, dims }: DrawnGraph,
  shown: ReadonlySet<Overlay>,
  { registry, viewEngine: engine }: Project,
  pass: Pass,
): Annotations {
  // A backward picture is made of gradients: beside the forward values that it quotes they would only repeat.
  const isBeside = pass === "forward" && shown.has("gradients") && of !== undefined;
  return {
    ...(values && shown.has("values") && { values }),
    ...(values && isBeside && { gradients: gradientsOf(graph, of, values, registry) }),
    ...(values &&
      shown.has("derivatives") && { derivatives: localDerivatives(graph, { registry, engine, values }) }),
    ...(shown.has("shapes") && { shapes: shapesOf(graph) }),
    ...(shown.has("saved") && { saved: savedBy(graph, dims) }),
    ...(shown.has("cost") && { costs: costsOf(graph, registry, dims) }),
  };
}
