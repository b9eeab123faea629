import {
  type Dim,
  findNode,
  type Graph,
  type GraphNode,
  isSource,
  type Registry,
  type Shape,
} from "@chainrule/core";
import { type BroadcastForm, broadcastForm, broadcastForms } from "./broadcast.js";
import { classOf, type OpClass, opClasses } from "./opClass.js";

/** What a random graph is, beside its ops. */
export const graphKinds = ["forward", "gradient", "training"] as const;
export type GraphKind = (typeof graphKinds)[number];

/** What is counted of a graph. */
interface Counted {
  readonly graph: Graph;
  readonly kind: GraphKind;
  readonly dims: Readonly<Record<string, number>>;
  readonly optimiser?: string;
}

/** How often each thing that random graphs should have was seen; what steers them towards what was not. */
export class Coverage {
  readonly ops = new Map<string, number>();
  /** By `producer → consumer`, in classes. */
  readonly pairs = new Map<string, number>();
  readonly sizes = new Map<number, number>();
  readonly forms = new Map<BroadcastForm, number>();
  readonly features = new Map<string, number>();
  /** Failed attempts at a pair: some cannot be, as indices that are computed. */
  readonly misses = new Map<string, number>();
  /** The first call that was drawn of an op that its kernel and its decomposition do not take alike, by op. */
  readonly misfits = new Map<string, string>();
  readonly #registry: Registry;
  graphs = 0;
  nodes = 0;

  constructor(registry: Registry) {
    this.#registry = registry;
    for (const name of registry.names("ops")) this.ops.set(name, 0);
    for (const form of broadcastForms) this.forms.set(form, 0);
  }

  seen(op: string): number {
    return this.ops.get(op) ?? 0;
  }

  /** How well a pair is covered; failed attempts count a little, so that what cannot be is not tried for ever. */
  pair(producer: OpClass, consumer: OpClass): number {
    const key = pairKey(producer, consumer);
    return (this.pairs.get(key) ?? 0) + (this.misses.get(key) ?? 0) / 4;
  }

  misfit(op: string, call: string): void {
    if (!this.misfits.has(op)) this.misfits.set(op, call);
  }

  missed(producer: OpClass, consumer: OpClass): void {
    count(this.misses, pairKey(producer, consumer));
  }

  /** Counts a finished graph, backward and update nodes included. */
  add({ graph, kind, dims, optimiser }: Counted): void {
    this.graphs++;
    const uses = new Map<string, number>();
    for (const node of graph.nodes) {
      if (isSource(node.op)) continue;
      this.nodes++;
      this.#node(graph, node);
      for (const id of node.in) count(uses, id);
      for (const dim of node.shape) count(this.sizes, sizeOf(dim, dims));
    }
    const shapes = graph.nodes.map(({ shape }) => shape);
    const features = [
      graph.dtype,
      kind,
      ...(optimiser ? [optimiser] : []),
      ...(shapes.some((shape) => shape.length > 2) ? ["rank above 2"] : []),
      ...(shapes.flat().some((dim) => typeof dim === "string") ? ["open dim"] : []),
      ...([...uses.values()].some((times) => times > 1) ? ["fan-out above one"] : []),
    ];
    for (const feature of features) count(this.features, feature);
  }

  #node(graph: Graph, node: GraphNode): void {
    count(this.ops, node.op);
    const op = this.#registry.get("ops", node.op);
    const consumer = classOf(op);
    const shapes: Shape[] = [];
    for (const id of node.in) {
      const input = findNode(graph, id)!;
      shapes.push(input.shape);
      if (!isSource(input.op))
        count(this.pairs, pairKey(classOf(this.#registry.get("ops", input.op)), consumer));
    }
    if (op.formula === undefined || shapes.length < 2) return;
    for (const shape of shapes) count(this.forms, broadcastForm(shape, node.shape));
  }

  /** Ops that were never seen. */
  unseen(): string[] {
    return [...this.ops].flatMap(([name, times]) => (times === 0 ? [name] : []));
  }

  /** All counts as text: pairs of classes as a matrix, producers down, consumers across. */
  table(): string {
    const line = (counts: Iterable<readonly [unknown, number]>): string =>
      [...counts].map(([name, times]) => `${name} ${times}`).join(", ");
    const sizes = [...this.sizes].sort(([a], [b]) => a - b);
    return [
      `${this.graphs} graphs, ${this.nodes} nodes, ${this.ops.size - this.unseen().length} of ${this.ops.size} ops`,
      `ops: ${line(this.ops)}`,
      `sizes: ${line(sizes)}`,
      `broadcasts: ${line(this.forms)}`,
      `graphs with: ${line([...this.features].sort(([a], [b]) => (a < b ? -1 : 1)))}`,
      `calls that kernel and decomposition take differently: ${[...this.misfits.values()].join("; ") || "none"}`,
      this.#pairTable(),
    ].join("\n");
  }

  #pairTable(): string {
    const width = Math.max(...opClasses.map(({ length }) => length)) + 1;
    const row = (cells: readonly (string | number)[]): string =>
      cells.map((cell) => String(cell).padStart(width)).join("");
    return [
      row(["↓ feeds →", ...opClasses]),
      ...opClasses.map((producer) =>
        row([producer, ...opClasses.map((consumer) => this.pairs.get(pairKey(producer, consumer)) ?? 0)]),
      ),
    ].join("\n");
  }
}

function pairKey(producer: OpClass, consumer: OpClass): string {
  return `${producer} → ${consumer}`;
}

function sizeOf(dim: Dim, dims: Readonly<Record<string, number>>): number {
  return typeof dim === "number" ? dim : dims[dim]!;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
