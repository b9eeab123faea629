import { type Graph, Refusal, type State, type Tensor } from "@chainrule/core";

/** The first node, in the graph's order, that holds a NaN or an infinity; values that were not kept are passed over. */
export function firstNonFinite(graph: Graph, read: (id: string) => Tensor): string | undefined {
  return graph.nodes.find(({ id, op }) => op !== "constant" && hasNonFinite(id, read))?.id;
}

function hasNonFinite(id: string, read: (id: string) => Tensor): boolean {
  try {
    return read(id).data.some((x) => !Number.isFinite(x));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Whether a state holds neither a NaN nor an infinity; what has no value yet is 0. */
export function allFinite(state: State): boolean {
  return state.ids().every((id) => state.peek(id).data.every(Number.isFinite));
}
