import type { Graph, Phase } from "@chainrule/core";
import { backwardDrawing } from "./backward.js";
import { forwardDrawing } from "./forward.js";
import type { View } from "./model.js";
import { phasesOf } from "./phase.js";
import { sceneOf } from "./scene.js";

export interface ViewOptions {
  /**
   * Which part of the graph: what is computed from the inputs, the gradients, or the parameters' next values.
   * Default `forward`.
   */
  readonly pass?: Phase;
}

/**
 * One pass of a graph as boxes, edges and clusters. Time grows linearly with the nodes.
 * @param graph may hold all three passes; of a pass that it does not have, the view is empty
 */
export function view(graph: Graph, options: ViewOptions = {}): View {
  const pass = options.pass ?? "forward";
  const phases = phasesOf(graph);
  const scene = sceneOf(
    graph,
    pass,
    graph.nodes.filter((_, i) => phases[i] === pass),
  );
  const drawing = pass === "forward" ? forwardDrawing(scene) : backwardDrawing(scene);
  const caption = captions[pass];
  return { name: graph.name, pass, ...drawing, clusters: scene.blocks.clusters, ...(caption && { caption }) };
}

const captions: Partial<Record<Phase, string>> = {
  backward:
    "g is the gradient that arrives at a rule · terms with dashed borders meet in a sum Σ · grey: values of the forward pass",
};
