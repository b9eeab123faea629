import {
  elementCount,
  type Graph,
  type GraphNode,
  inputNames,
  isRunInput,
  isSource,
  type Op,
  Refusal,
  type Registry,
} from "@chainrule/core";
import type { Weights } from "./model.js";
import { biasOf, type Find, weightsOf } from "./weights.js";
import type { Draft, Part, Signal } from "./signal.js";

/** What a graph's nodes are to a network. */
export interface Walked {
  /** In the order in which they were met, inputs when they are first used. */
  readonly drafts: readonly Draft[];
  readonly signals: ReadonlyMap<string, Signal>;
}

/**
 * Reads a graph's layers, in one pass over its nodes.
 * @throws {Refusal} not-layered, at the node after which units can no longer be told apart
 */
export function walkNetwork(graph: Graph, registry: Registry, find: Find): Walked {
  return new Walk(graph, registry, find).run();
}

class Walk {
  readonly #graph: Graph;
  readonly #registry: Registry;
  readonly #find: Find;
  readonly #nodes: ReadonlyMap<string, GraphNode>;
  readonly #signals = new Map<string, Signal>();
  /** Nodes that stand on parameters. */
  readonly #trained = new Set<string>();
  readonly #inputs = new Map<string, Draft>();
  readonly #drafts = new Set<Draft>();

  constructor(graph: Graph, registry: Registry, find: Find) {
    this.#graph = graph;
    this.#registry = registry;
    this.#find = find;
    this.#nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  }

  run(): Walked {
    for (const node of this.#graph.nodes) {
      if (node.op === "parameter" || node.in.some((id) => this.#trained.has(id))) this.#trained.add(node.id);
      const signal = this.#signalOf(node);
      if (signal !== undefined) this.#signals.set(node.id, signal);
    }
    return { drafts: [...this.#drafts], signals: this.#signals };
  }

  /** Undefined for what does not depend on inputs. */
  #signalOf(node: GraphNode): Signal | undefined {
    if (node.op === "input" && !isRunInput(node)) return { kind: "prepared", node };
    if (isSource(node.op)) return undefined;
    const data = node.in.filter((id) => this.#signals.has(id));
    const signals = data.map((id) => this.#signals.get(id)!);
    if (signals.length === 0) return undefined;
    const isProduct = node.op === "matmul" || node.op === "affine";
    if (isProduct && data.length === 1) return this.#product(node, data[0]!, signals[0]!);
    const broken = signals.find(({ kind }) => kind === "broken");
    if (broken !== undefined) return broken;
    const isTrained = node.in.some((id) => this.#trained.has(id));
    if (!isTrained && signals.every(({ kind }) => kind === "prepared")) return { kind: "prepared", node };
    if (data.length === 2) return this.#joined(node, signals) ?? { kind: "broken", node };
    return (data.length === 1 && this.#stepped(node, data[0]!, signals[0]!)) || { kind: "broken", node };
  }

  #product(node: GraphNode, data: string, signal: Signal): Signal {
    const isLeft = node.in[0] !== data;
    const operand = this.#nodes.get(node.in[isLeft ? 0 : 1]!)!;
    const axis = isLeft ? "first" : "last";
    if (signal.kind === "broken") {
      if (this.#trained.has(operand.id)) throw notLayered(signal.node, node);
      return signal;
    }
    // What has more axes than examples and units is no layer.
    if ([operand, this.#nodes.get(data)!].some(({ shape }) => shape.length > 2)) throw notLayered(node, node);
    const parts = this.#partsOf(signal, axis);
    const weights = weightsOf(operand, isLeft, this.#graph, this.#find);
    const fits = parts.every(({ draft }) => draft.axis === axis);
    if (!fits || parts.reduce((sum, { draft }) => sum + draft.units, 0) !== weights.rows)
      throw notLayered(node, node);
    const draft: Draft = {
      node: node.id,
      units: weights.columns,
      axis,
      isInput: false,
      takes: cut(weights, parts),
    };
    if (node.op === "affine") draft.bias = biasOf(this.#nodes.get(node.in[2]!)!, this.#find);
    this.#drafts.add(draft);
    return { kind: "units", parts: [{ draft, steps: [] }] };
  }

  #partsOf(signal: Exclude<Signal, { kind: "broken" }>, axis: Draft["axis"]): readonly Part[] {
    if (signal.kind === "units") return signal.parts;
    const { id, shape } = signal.node;
    let draft = this.#inputs.get(id);
    if (draft === undefined) {
      const units = Number(axis === "first" ? shape[0] : shape.at(-1));
      draft = { node: id, units, axis, isInput: true, takes: [] };
      this.#inputs.set(id, draft);
      this.#drafts.add(draft);
    }
    return [{ draft, steps: [] }];
  }

  /** A bias or a step of an activation. */
  #stepped(node: GraphNode, data: string, signal: Signal): Signal | undefined {
    if (signal.kind !== "units") return undefined;
    const others = node.in.filter((id) => id !== data).map((id) => this.#nodes.get(id)!);
    const isSame = node.shape.join() === this.#nodes.get(data)!.shape.join();
    const op = this.#registry.get("ops", node.op);
    if (!isSame) return undefined;
    const [{ draft, steps }] = signal.parts as readonly [Part];
    const isBare = signal.parts.length === 1 && steps.length === 0 && draft.bias === undefined;
    if (node.op === "add" && isBare && others.length === 1 && isVector(others[0]!, draft.units)) {
      draft.bias = biasOf(others[0]!, this.#find);
      draft.node = node.id;
      return signal;
    }
    if (op.moves) return leavesInPlace(op, node) ? signal : undefined;
    if (node.op === "identity") return signal;
    if (!op.formula && !others.every(isRunInput)) return undefined;
    return { kind: "units", parts: signal.parts.map((part) => ({ ...part, steps: [...part.steps, node] })) };
  }

  /** Layers side by side, or a sum that comes from two. */
  #joined(node: GraphNode, signals: readonly Signal[]): Signal | undefined {
    if (node.op === "concat") {
      const { axis } = node.attributes;
      if (axis !== -1 && axis !== node.shape.length - 1) return undefined;
      return { kind: "units", parts: signals.flatMap((signal) => this.#partsOf(whole(signal), "last")) };
    }
    if (node.op !== "add" || signals.some(({ kind }) => kind !== "units")) return undefined;
    const parts = signals.flatMap((signal) => this.#partsOf(whole(signal), "last"));
    const isBare = parts.every(
      ({ draft, steps }) => steps.length === 0 && draft.bias === undefined && !draft.isInput,
    );
    const [first, second] = [parts[0]!.draft, parts[1]!.draft];
    if (parts.length !== 2 || !isBare || first === second || first.units !== second.units) return undefined;
    first.takes.push(...second.takes);
    first.node = node.id;
    // Behind all that both take from.
    for (const draft of [first, second]) this.#drafts.delete(draft);
    this.#drafts.add(first);
    return { kind: "units", parts: [parts[0]!] };
  }
}

/** Whether an op that moves the elements of its one input about leaves each where it was, as one that turns an axis round does not. */
function leavesInPlace(op: Op, { attributes, shape }: GraphNode): boolean {
  const [input, ...others] = inputNames(op);
  if (others.length > 0) return false;
  const sizes = shape.map((dim) => (typeof dim === "number" ? dim : 2));
  const places = Float64Array.from({ length: elementCount(sizes) }, (_, i) => i);
  const moved = new Float64Array(places.length);
  op.kernel!({ [input!]: { data: places, shape: sizes } }, { data: moved, shape: sizes }, attributes);
  return moved.every((place, i) => place === i);
}

/** Rows for each of the layers that stand side by side before the weights. */
function cut(weights: Weights, parts: readonly Part[]): Draft["takes"] {
  let row = 0;
  return parts.map((part) => {
    const rows = part.draft.units;
    const from = row * weights.columns;
    row += rows;
    const numbers = weights.numbers?.slice(from, from + rows * weights.columns);
    return { part, weights: { ...weights, rows, ...(numbers && { numbers }) } };
  });
}

function whole(signal: Signal): Exclude<Signal, { kind: "broken" }> {
  if (signal.kind === "broken") throw new TypeError("broken signals are handed on before");
  return signal;
}

function isVector({ shape }: GraphNode, units: number): boolean {
  return shape.filter((dim) => dim !== 1).join() === (units === 1 ? "" : String(units));
}

function notLayered(broken: GraphNode, product: GraphNode): Refusal {
  const before = broken === product ? "" : `, before the weights of ${product.id}`;
  return new Refusal({
    code: "not-layered",
    at: broken.id,
    got: `op ${broken.op} of ${broken.in.join(", ")}${before}`,
    need: "layers: units times weights, a bias, and an activation of each unit, one layer after the other",
    try: "the graph itself, where every op is drawn",
  });
}
