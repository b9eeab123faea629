import type { Feeds } from "./engine.js";
import { type Graph, type GraphNode, indexOf } from "./graph.js";
import type { AmbientInput } from "./op.js";

/** The number of the training step, from 1: a scalar input that ops and optimisers share. No id of a spec has `@`. */
export const stepInput = "update/@step";

/** Under which id a graph has each of its ambient inputs, where something needs it. */
export const ambientIds: Readonly<Record<AmbientInput, string>> = { step: stepInput };

/** What a run feeds beside rows of data: the step's number, where the graph takes it. */
export function ambientFeeds(graph: Graph, step: number): Feeds {
  if (!indexOf(graph).has(stepInput)) return {};
  const data = graph.dtype === "float32" ? Float32Array.of(step) : Float64Array.of(step);
  return { [stepInput]: { dtype: graph.dtype, shape: [], data } };
}

/** The inputs that rows of data are bound to: all but those that a run feeds by itself, such as the step's number. */
export function dataInputs(graph: Graph): readonly GraphNode[] {
  return graph.nodes.filter((node) => node.op === "input" && !isRunInput(node));
}

/** Whether a node is an input that a run feeds by itself. */
export function isRunInput({ op, id }: GraphNode): boolean {
  return op === "input" && id.includes("@");
}
