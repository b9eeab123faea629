import { type Graph, indexOf, isRunInput, type Phase } from "@chainrule/core";

/**
 * The pass that each node belongs to, in the graph's order: backward from the first node that says whose
 * gradient it is, update from the first that an optimiser made. Sources are drawn with the pass that uses them.
 */
export function phasesOf(graph: Graph): Phase[] {
  const index = indexOf(graph);
  const phases: Phase[] = [];
  for (const node of graph.nodes) {
    const inputs = node.in.map((id) => phases[index.get(id)!]!);
    // What a run feeds, such as the step's number, is used by ops and optimisers alike.
    const isUpdate = /^(update|slot)\//.test(node.id) && !isRunInput(node);
    if (isUpdate || node.op === "slot" || inputs.includes("update")) phases.push("update");
    else if (node.of !== undefined || inputs.includes("backward")) phases.push("backward");
    else phases.push("forward");
  }
  moveUnusedSources(graph, phases);
  return phases;
}

/** Inputs and constants that no forward node uses, such as a learning rate, go to the first pass that does. */
function moveUnusedSources(graph: Graph, phases: Phase[]): void {
  const index = indexOf(graph);
  const earliest = new Map<string, Phase>();
  graph.nodes.forEach((node, i) => {
    for (const id of node.in) {
      const known = earliest.get(id);
      if (known === undefined || order[phases[i]!] < order[known]) earliest.set(id, phases[i]!);
    }
  });
  const given = new Set(Object.values(graph.outputs));
  for (const [id, phase] of earliest) {
    const i = index.get(id)!;
    const isMovable = ["input", "constant"].includes(graph.nodes[i]!.op) && phases[i] === "forward";
    if (isMovable && !given.has(id)) phases[i] = phase;
  }
}

const order: Readonly<Record<Phase, number>> = { forward: 0, backward: 1, update: 2 };
