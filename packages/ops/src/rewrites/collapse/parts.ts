import { findNode, type Graph, type GraphNode, isSource } from "@chainrule/core";

/**
 * Something that depends on the data, times something that does not: `right` is data W, `left` is W data, `scale` is
 * the product element by element.
 */
export interface Product {
  readonly kind: "right" | "left" | "scale";
  readonly data: GraphNode;
  readonly weight: GraphNode;
}

/** One term of a sum, with its sign. */
export interface Term {
  readonly sign: 1 | -1;
  /** The node that holds it; none where it is the product inside an `affine`. */
  readonly node: GraphNode | undefined;
  readonly product: Product | undefined;
  /** Whether it depends on the data. */
  readonly isData: boolean;
}

/** What the terms of a sum come to: how many do not depend on the data, and how many are products. */
interface Tally {
  readonly constants: number;
  readonly products: number;
}

/** Longer sums are left as they are, so that a step takes time linear in the nodes. */
const longestSum = 256;

/** What the nodes of a graph are in the algebra of affine maps: sums, products and constants of the data. */
export class Parts {
  readonly #graph: Graph;
  /** Ids of nodes that an input reaches. */
  readonly #data = new Set<string>();
  /** Ids of data that are sums or products, or identities of these. */
  readonly #compound = new Set<string>();
  /** Of sums, so that those in which there is nothing to do need not be looked through. */
  readonly #tallies = new Map<string, Tally>();

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const node of graph.nodes) {
      if (node.op !== "input" && !node.in.some((id) => this.#data.has(id))) continue;
      this.#data.add(node.id);
      if (this.#isCompound(node)) this.#compound.add(node.id);
      if (isSum(node)) this.#tallies.set(node.id, this.#tallyOf(node));
    }
  }

  /** The tally of a sum that depends on the data. */
  tally(sum: GraphNode): Tally {
    return this.#tallies.get(sum.id) ?? { constants: 0, products: 0 };
  }

  get(id: string): GraphNode {
    return findNode(this.#graph, id)!;
  }

  isData(id: string): boolean {
    return this.#data.has(id);
  }

  isCompound(id: string): boolean {
    return this.#compound.has(id);
  }

  /** A node that is a product of data with weights; of an `affine`, the product inside it. */
  product({ op, in: [a, b, c] }: GraphNode): Product | undefined {
    if (op === "affine")
      return this.isData(b!) || this.isData(c!) ? undefined : this.#productOf("right", a!, b!);
    if (op !== "matmul" && op !== "multiply") return undefined;
    if (this.isData(a!) === this.isData(b!)) return undefined;
    const [data, weight] = this.isData(a!) ? [a!, b!] : [b!, a!];
    return this.#productOf(op === "multiply" ? "scale" : data === a ? "right" : "left", data, weight);
  }

  /** The terms of a sum, those of sums inside it included; undefined for what is none, or longer than what is looked at. */
  terms(sum: GraphNode): Term[] | undefined {
    if (!isSum(sum)) return undefined;
    const terms: Term[] = [];
    const open: { node: GraphNode; sign: 1 | -1; isTop: boolean }[] = [{ node: sum, sign: 1, isTop: true }];
    while (open.length > 0 && terms.length + open.length <= longestSum) {
      const { node, sign, isTop } = open.pop()!;
      const isOpened = isSum(node) && (isTop || this.isData(node.id));
      if (!isOpened) terms.push(this.#term(node, sign));
      else if (node.op === "affine") {
        terms.push({ sign, node: undefined, product: this.product(node), isData: true });
        terms.push(this.#term(this.get(node.in[2]!), sign));
      } else {
        const second = node.op === "subtract" && sign === 1 ? -1 : node.op === "subtract" ? 1 : sign;
        open.push({ node: this.get(node.in[1]!), sign: second, isTop: false });
        open.push({ node: this.get(node.in[0]!), sign, isTop: false });
      }
    }
    return open.length > 0 || terms.some((term) => !term.node && !term.product) ? undefined : terms;
  }

  #tallyOf({ op, in: inputs }: GraphNode): Tally {
    const parts = (op === "affine" ? inputs.slice(2) : inputs).map((id): Tally => {
      if (!this.isData(id)) return { constants: 1, products: 0 };
      return this.#tallies.get(id) ?? { constants: 0, products: this.product(this.get(id)) ? 1 : 0 };
    });
    const own = op === "affine" ? 1 : 0;
    return {
      constants: parts.reduce((sum, { constants }) => sum + constants, 0),
      products: parts.reduce((sum, { products }) => sum + products, own),
    };
  }

  #productOf(kind: Product["kind"], data: string, weight: string): Product | undefined {
    return this.isData(data) ? { kind, data: this.get(data), weight: this.get(weight) } : undefined;
  }

  #term(node: GraphNode, sign: 1 | -1): Term {
    return { sign, node, product: this.product(node), isData: this.isData(node.id) };
  }

  #isCompound(node: GraphNode): boolean {
    const { op, in: inputs } = node;
    if (isSource(op)) return false;
    if (op === "identity") return this.#compound.has(inputs[0]!);
    if (op === "divide") return !this.isData(inputs[1]!);
    return op === "add" || op === "subtract" || op === "negate" || this.product(node) !== undefined;
  }
}

/** Whether a node adds: an `affine` adds its bias. */
export function isSum({ op }: GraphNode): boolean {
  return op === "add" || op === "subtract" || op === "affine";
}

/** Products with the same key can be added by adding their weights. */
export function likeness({ kind, data, weight }: Product): string {
  return JSON.stringify([kind, data.id, ...(kind === "scale" ? [] : weight.shape)]);
}
