import { type Graph, type GraphNode, isRunInput, type Phase, type Registry } from "@chainrule/core";
import { backwardDrawing } from "./backward.js";
import { type Between, nodesBetween } from "./between.js";
import { bothDrawing, halfClusters } from "./both.js";
import { foldBlocks } from "./fold.js";
import { forwardDrawing } from "./forward.js";
import type { Box, Pass, View } from "./model.js";
import { phasesOf } from "./phase.js";
import { blocksOf, type Scene, sceneOf } from "./scene.js";

export interface ViewOptions {
  /**
   * Which part of the graph: what is computed from the inputs, the gradients, the parameters' next values, or the first
   * two side by side. Default `forward`.
   */
  readonly pass?: Pass;
  /** Backward: of which output, where a graph has been differentiated more than once. Default: of all. */
  readonly of?: string | undefined;
  /** Where it is given, attributes at their defaults are left out of the calls. */
  readonly registry?: Registry;
  /** Only what lies on a path between two nodes. */
  readonly between?: Between | undefined;
  /** Blocks that are drawn as one box each, by their paths, or all of them. */
  readonly fold?: readonly string[] | "all" | undefined;
}

/**
 * One pass of a graph, or two side by side, as boxes, edges and clusters. Time grows linearly with the nodes.
 * @param graph may hold all three passes; of a pass that it does not have, the view is empty
 * @throws {Refusal} unknown-node | no-path | unknown-block
 */
export function view(graph: Graph, options: ViewOptions = {}): View {
  const { pass = "forward", fold } = options;
  const whole = pass === "both" ? viewOfBoth(graph, options) : viewOfPass(graph, pass, options);
  return fold === undefined ? whole : foldBlocks(whole, graph, fold);
}

function viewOfPass(graph: Graph, pass: Phase, options: ViewOptions): View {
  const scene = passScene(graph, phasesOf(graph), pass, options);
  const drawing = pass === "forward" ? forwardDrawing(scene) : backwardDrawing(scene);
  const caption = captionOf(drawing.boxes, pass, options.between !== undefined);
  return { name: graph.name, pass, ...drawing, clusters: scene.blocks.clusters, ...(caption && { caption }) };
}

function viewOfBoth(graph: Graph, options: ViewOptions): View {
  const phases = phasesOf(graph);
  const forward = passScene(graph, phases, "forward", options);
  const backward = passScene(graph, phases, "backward", options);
  const blocks = blocksOf([...forward.nodes, ...backward.nodes]);
  const drawing = bothDrawing({ ...forward, blocks }, { ...backward, blocks });
  const caption = captionOf(drawing.boxes, "both", options.between !== undefined);
  const clusters = halfClusters(drawing.boxes, blocks);
  return { name: graph.name, pass: "both", ...drawing, clusters, ...(caption && { caption }) };
}

/** The nodes of one pass that are to be drawn. */
function passScene(
  graph: Graph,
  phases: readonly Phase[],
  pass: Phase,
  { of, registry, between }: ViewOptions,
): Scene {
  const isOther = (id: string): boolean => pass === "backward" && of !== undefined && !isPartOf(id, of);
  // Among a model's inputs the step's number would look like data; calls name it all the same.
  const isHidden = (node: GraphNode): boolean => pass === "forward" && isRunInput(node);
  const nodes = graph.nodes.filter((node, i) => phases[i] === pass && !isOther(node.id) && !isHidden(node));
  if (between === undefined) return sceneOf(graph, pass, nodes, registry);
  const chosen = nodesBetween(graph, nodes, pass, between);
  return { ...sceneOf(graph, pass, chosen, registry), isPart: true };
}

/** True of the gradients of `of`, and of what was written out on the way to them. */
function isPartOf(id: string, of: string): boolean {
  return id.startsWith(`grad/${of}/`) || id.includes(`~${of}/`);
}

function captionOf(boxes: readonly Box[], pass: Pass, isPart: boolean): string {
  const roles = new Set(boxes.map(({ role }) => role));
  const isBoth = pass === "both";
  return [
    ...(isBoth
      ? ["a row holds a value and its gradient", "dashed arrows across: values that rules need"]
      : []),
    ...(roles.has("seed") ? ["g is the gradient that arrives at a rule"] : []),
    ...(roles.has("sum") ? ["terms with dashed borders meet in a sum Σ"] : []),
    ...(roles.has("reference") && !isBoth
      ? [
          isPart
            ? "grey: from elsewhere"
            : pass === "forward"
              ? "grey: drawn once more"
              : "grey: values computed before",
        ]
      : []),
  ].join(" · ");
}
