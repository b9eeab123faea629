import { type Graph, type GraphNode, isRunInput, type Phase, type Registry } from "@chainrule/core";
import { backwardDrawing } from "./backward.js";
import { forwardDrawing } from "./forward.js";
import type { Box, View } from "./model.js";
import { phasesOf } from "./phase.js";
import { sceneOf } from "./scene.js";

export interface ViewOptions {
  /**
   * Which part of the graph: what is computed from the inputs, the gradients, or the parameters' next values.
   * Default `forward`.
   */
  readonly pass?: Phase;
  /** Backward: of which output, where a graph has been differentiated more than once. Default: of all. */
  readonly of?: string | undefined;
  /** Where it is given, attributes at their defaults are left out of the calls. */
  readonly registry?: Registry;
}

/**
 * One pass of a graph as boxes, edges and clusters. Time grows linearly with the nodes.
 * @param graph may hold all three passes; of a pass that it does not have, the view is empty
 */
export function view(graph: Graph, { pass = "forward", of, registry }: ViewOptions = {}): View {
  const phases = phasesOf(graph);
  const isOther = (id: string): boolean => pass === "backward" && of !== undefined && !isPartOf(id, of);
  // Among a model's inputs the step's number would look like data; calls name it all the same.
  const isHidden = (node: GraphNode): boolean => pass === "forward" && isRunInput(node);
  const nodes = graph.nodes.filter((node, i) => phases[i] === pass && !isOther(node.id) && !isHidden(node));
  const scene = sceneOf(graph, pass, nodes, registry);
  const drawing = pass === "forward" ? forwardDrawing(scene) : backwardDrawing(scene);
  const caption = captionOf(drawing.boxes, pass);
  return { name: graph.name, pass, ...drawing, clusters: scene.blocks.clusters, ...(caption && { caption }) };
}

/** True of the gradients of `of`, and of what was written out on the way to them. */
function isPartOf(id: string, of: string): boolean {
  return id.startsWith(`grad/${of}/`) || id.includes(`~${of}/`);
}

function captionOf(boxes: readonly Box[], pass: Phase): string {
  const roles = new Set(boxes.map(({ role }) => role));
  return [
    ...(roles.has("seed") ? ["g is the gradient that arrives at a rule"] : []),
    ...(roles.has("sum") ? ["terms with dashed borders meet in a sum Σ"] : []),
    ...(roles.has("reference")
      ? [pass === "forward" ? "grey: drawn once more" : "grey: values computed before"]
      : []),
  ].join(" · ");
}
