import { type Graph, type GraphNode, indexOf, isSource } from "../graph.js";

/** Of many nodes that say the same, how many are compared; so that large graphs cost no more a node than small ones. */
const mostCompared = 32;

/**
 * Nodes that say the same under another id, inputs compared through the renaming. An op's node is recognised by
 * what it computes of what; a source by its content and the node that uses it. Where several would do, a common use
 * or a common last name (`a/W`, `b/W`) decides, else their order.
 * @returns new id → old id, for ids that only one of the two graphs has
 */
export function findRenames(before: Graph, after: Graph): ReadonlyMap<string, string> {
  const [old, now] = [indexOf(before), indexOf(after)];
  const gone = before.nodes.filter(({ id }) => !now.has(id));
  const come = after.nodes.filter(({ id }) => !old.has(id));
  if (gone.length === 0 || come.length === 0) return new Map();
  return new Matching(new Side(before, gone), new Side(after, come)).run();
}

/** One of the two graphs: its nodes of which the other has no id. */
class Side {
  readonly own: ReadonlyMap<string, GraphNode>;
  /** Where such a node is used by what both graphs have: `z#1`, or `output loss`. */
  readonly uses = new Map<string, string[]>();

  constructor({ nodes, outputs }: Graph, own: readonly GraphNode[]) {
    this.own = new Map(own.map((node) => [node.id, node]));
    for (const { id, in: inputs } of nodes) {
      if (!this.own.has(id)) inputs.forEach((input, i) => this.#use(input, `${id}#${i}`));
    }
    for (const [name, id] of Object.entries(outputs)) this.#use(id, `output ${name}`);
  }

  #use(id: string, use: string): void {
    if (!this.own.has(id)) return;
    const uses = this.uses.get(id);
    if (uses === undefined) this.uses.set(id, [use]);
    else uses.push(use);
  }

  of(isWanted: (node: GraphNode) => boolean): GraphNode[] {
    return [...this.own.values()].filter(isWanted);
  }
}

const isOwnSource = ({ op }: GraphNode): boolean => isSource(op);

class Matching {
  readonly #old: Side;
  readonly #now: Side;
  /** New id → old id. */
  readonly #from = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(old: Side, now: Side) {
    this.#old = old;
    this.#now = now;
  }

  run(): ReadonlyMap<string, string> {
    this.#match(isOwnSource, (node, { uses }) => (uses.get(node.id) ?? []).map((use) => content(node) + use));
    this.#match(
      (node) => !isOwnSource(node),
      (node, side) => this.#computation(node, side),
    );
    return this.#from;
  }

  /** Pairs nodes that have a key in common, in the order of the graphs. */
  #match(isWanted: (node: GraphNode) => boolean, keys: (node: GraphNode, side: Side) => string[]): void {
    const queues = new Map<string, Queue>();
    for (const node of this.#old.of(isWanted)) {
      if (this.#taken.has(node.id)) continue;
      for (const key of keys(node, this.#old)) {
        const queue = queues.get(key);
        if (queue === undefined) queues.set(key, { nodes: [node], start: 0 });
        else queue.nodes.push(node);
      }
    }
    for (const node of this.#now.of(isWanted)) {
      if (this.#from.has(node.id)) continue;
      for (const key of keys(node, this.#now)) {
        const queue = queues.get(key);
        const found = queue && this.#best(node, queue);
        if (found === undefined) continue;
        this.#pair(found, node);
        break;
      }
    }
  }

  #best(node: GraphNode, queue: Queue): GraphNode | undefined {
    const { nodes } = queue;
    while (queue.start < nodes.length && this.#taken.has(nodes[queue.start]!.id)) queue.start++;
    const uses = new Set(this.#now.uses.get(node.id));
    let [best, bestScore]: [GraphNode | undefined, number] = [undefined, -1];
    const end = Math.min(nodes.length, queue.start + mostCompared);
    for (let i = queue.start; i < end; i++) {
      const candidate = nodes[i]!;
      if (!this.#fits(candidate, node)) continue;
      const isUsedAlike = (this.#old.uses.get(candidate.id) ?? []).some((use) => uses.has(use));
      const score = (isUsedAlike ? 2 : 0) + (lastName(candidate.id) === lastName(node.id) ? 1 : 0);
      if (score > bestScore) [best, bestScore] = [candidate, score];
    }
    return best;
  }

  /** Whether a pair agrees with those that were made before; what both graphs have under one id is one thing. */
  #fits(candidate: GraphNode, node: GraphNode): boolean {
    if (this.#taken.has(candidate.id)) return false;
    return node.in.every((id, i) => {
      const other = candidate.in[i]!;
      if (!this.#now.own.has(id)) return id === other;
      const from = this.#from.get(id);
      return from === undefined ? !this.#taken.has(other) : from === other;
    });
  }

  /** Takes two nodes for one, and with them the sources that they use. */
  #pair(old: GraphNode, now: GraphNode): void {
    this.#from.set(now.id, old.id);
    this.#taken.add(old.id);
    now.in.forEach((id, i) => {
      const other = old.in[i]!;
      if (!this.#now.own.has(id) || this.#from.has(id) || this.#taken.has(other)) return;
      this.#from.set(id, other);
      this.#taken.add(other);
    });
  }

  /** What an op's node computes of what; none, where that has no name yet that both graphs know. */
  #computation(node: GraphNode, side: Side): string[] {
    const inputs: string[] = [];
    for (const id of node.in) {
      const own = side.own.get(id);
      if (own === undefined) inputs.push(id);
      else if (isSource(own.op)) inputs.push(content(own));
      else if (side === this.#old) inputs.push(id);
      else if (this.#from.has(id)) inputs.push(this.#from.get(id)!);
      else return [];
    }
    return [JSON.stringify([content(node), inputs])];
  }
}

/** Old nodes with one key; those before `start` are taken. */
interface Queue {
  readonly nodes: GraphNode[];
  start: number;
}

/** Everything that a node says by itself: not its id, nor other nodes'. */
function content({ op, dtype, shape, attributes, rule }: GraphNode): string {
  const own = Object.entries(attributes).filter(([key]) => op !== "buffer" || key !== "of");
  return JSON.stringify([op, dtype, shape, own.sort(([a], [b]) => (a < b ? -1 : 1)), rule]);
}

/** `W` of `hidden/W`. */
function lastName(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}
