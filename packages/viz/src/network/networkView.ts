import { type Graph, type GraphNode, isRunInput, Refusal, type Registry, select } from "@chainrule/core";
import { lookup, type Tensors } from "../view/tensors.js";
import { activationOf } from "./activation.js";
import type { Connection, Layer, Network } from "./model.js";
import { walkNetwork, type Walked } from "./networkWalk.js";
import type { Draft, Part } from "./signal.js";

export interface NetworkOptions {
  /** Tells what is an activation. */
  readonly registry: Registry;
  /** Weights and biases by id: a state, or what was computed. Default: those that stand in the graph. */
  readonly values?: Tensors;
}

/**
 * A graph as a network of units. A layer is a product with weights (`matmul`, `affine`), perhaps a bias, and what each sum
 * goes through; layers follow one another in a chain, with branches, side by side (`concat`), or meet in one sum (`add`).
 * What comes before the first weights is an input; what comes after the last layer, such as a loss, is left out.
 * @param graph of which the forward pass is read, as far as its outputs need it
 * @throws {Refusal} not-layered
 */
export function networkView(graph: Graph, { registry, values }: NetworkOptions): Network {
  const forward = forwardPass(graph);
  const walked = walkNetwork(forward, registry, values === undefined ? () => undefined : lookup(values));
  const { drafts } = walked;
  if (!drafts.some(({ isInput }) => !isInput)) throw noLayers(forward);
  const columns = columnsOf(drafts);
  const sorted = [...drafts].sort((a, b) => columns.get(a)! - columns.get(b)!);
  const position = new Map(sorted.map((draft, i) => [draft, i]));
  const uses = usesOf(walked, forward);
  const layers = sorted.map((draft) => layerOf(draft, columns.get(draft)!, uses, registry));
  const connections = sorted.flatMap((draft): Connection[] =>
    draft.takes.map(({ part, weights }) => ({
      from: position.get(part.draft)!,
      to: position.get(draft)!,
      weights,
    })),
  );
  return { name: graph.name, layers, connections };
}

function forwardPass(graph: Graph): Graph {
  const isForward = (node: GraphNode): boolean =>
    node.of === undefined && (isRunInput(node) || !/^(update|slot)\//.test(node.id));
  const nodes = graph.nodes.filter(isForward);
  const ids = new Set(nodes.map(({ id }) => id));
  const ends = Object.values(graph.outputs).filter((id) => ids.has(id));
  return select({ ...graph, nodes, outputs: onlyOf(graph.outputs, ids), updates: {} }, ends);
}

function onlyOf(outputs: Graph["outputs"], ids: ReadonlySet<string>): Graph["outputs"] {
  return Object.fromEntries(Object.entries(outputs).filter(([, id]) => ids.has(id)));
}

/** Inputs stand right before the first layer that takes them; a layer stands behind the last that it takes. */
function columnsOf(drafts: readonly Draft[]): Map<Draft, number> {
  const columns = new Map<Draft, number>();
  const inner = drafts.filter(({ isInput }) => !isInput);
  for (const draft of inner) {
    columns.set(draft, 1 + Math.max(0, ...draft.takes.map(({ part }) => columns.get(part.draft) ?? 0)));
  }
  for (const draft of inner) {
    for (const { part } of draft.takes) {
      if (!part.draft.isInput) continue;
      const column = columns.get(draft)! - 1;
      columns.set(part.draft, Math.min(column, columns.get(part.draft) ?? column));
    }
  }
  return columns;
}

/** What layers give to the outside, and to one another. */
interface Uses {
  /** By the layers behind. */
  readonly taken: ReadonlyMap<Draft, readonly Part[]>;
  /** By the graph's outputs, with their names. */
  readonly given: ReadonlyMap<Draft, readonly Given[]>;
  /** What the units have come to at last. */
  readonly last: ReadonlyMap<Draft, Part>;
}

interface Given {
  readonly name: string;
  readonly steps: readonly GraphNode[];
}

function usesOf({ drafts, signals }: Walked, { outputs }: Graph): Uses {
  const taken = new Map<Draft, Part[]>();
  for (const { takes } of drafts) for (const { part } of takes) append(taken, part.draft, part);
  const given = new Map<Draft, Given[]>();
  for (const [name, id] of Object.entries(outputs)) {
    const signal = signals.get(id);
    if (signal?.kind !== "units" || signal.parts.length > 1) continue;
    const { draft, steps } = signal.parts[0]!;
    append(given, draft, { name, steps });
  }
  const last = new Map<Draft, Part>();
  for (const signal of signals.values()) {
    if (signal.kind === "units") for (const part of signal.parts) last.set(part.draft, part);
  }
  return { taken, given, last };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function layerOf(draft: Draft, column: number, uses: Uses, registry: Registry): Layer {
  const taken = uses.taken.get(draft);
  const given = uses.given.get(draft) ?? [];
  const steps = taken ? sameSteps(draft, taken) : (given[0]?.steps ?? uses.last.get(draft)?.steps ?? []);
  const node = steps.at(-1)?.id ?? draft.node;
  const activation = activationOf(steps, registry);
  const slash = node.lastIndexOf("/");
  return {
    node,
    title: slash < 0 ? node : node.slice(0, slash),
    role: draft.isInput ? "input" : taken ? "hidden" : "output",
    units: draft.units,
    column,
    axis: draft.axis,
    ...(draft.bias && { bias: draft.bias }),
    ...(activation && { activation }),
    outputs: given.filter((one) => stepsKey(one.steps) === stepsKey(steps)).map(({ name }) => name),
  };
}

function sameSteps(draft: Draft, used: readonly Part[]): readonly GraphNode[] {
  const [first, ...others] = used.map(({ steps }) => steps);
  const other = others.find((steps) => stepsKey(steps) !== stepsKey(first!));
  if (other === undefined) return first!;
  const ways = [first!, other].map((steps) => steps.map(({ op }) => op).join(", ") || "nothing");
  throw new Refusal({
    code: "not-layered",
    at: draft.node,
    got: `sums that go on through ${ways[0]} and through ${ways[1]}`,
    need: "one activation for each layer",
    try: "the graph itself, where every op is drawn",
  });
}

function stepsKey(steps: readonly GraphNode[]): string {
  return steps.map(({ id }) => id).join("\n");
}

function noLayers({ nodes }: Graph): Refusal {
  const last = nodes.findLast(({ op }) => op !== "constant");
  return new Refusal({
    code: "not-layered",
    ...(last && { at: last.id }),
    got: "a graph in which no units are multiplied by weights",
    need: "at least one layer: a product with weights, of inputs",
    try: "the graph itself, where every op is drawn",
  });
}
