import {
  type Expression,
  findNode,
  type Graph,
  type GraphNode,
  isSource,
  latexAlgebra as m,
  latexOf,
  type Notation,
  plainOf,
  type SymbolExpression,
  type SymbolName,
  type Tensor,
  type Way,
} from "@chainrule/core";
import { formatTensor, isPrintedWhole } from "../number.js";
import { parseGradientId } from "../view/gradientName.js";
import { matrixLatex } from "./matrixLatex.js";
import { symbolName } from "./symbolName.js";
import { updateTarget } from "./updateTarget.js";
import type { Ways } from "./ways.js";

/** What a graph's nodes are called. */
export class Symbols {
  readonly #graph: Graph;
  readonly #notation: Notation;
  readonly #ways: Ways;
  /** The node that the loss's letter stands for. */
  readonly #loss: string | undefined;
  readonly #known = new Map<string, SymbolName>();
  readonly #updates: ReadonlySet<string>;
  readonly #values: ReadonlyMap<string, Tensor> | undefined;

  /**
   * @param loss id of the node that is minimised
   * @param values by id: numbers to write as operands in place of names
   */
  constructor(
    graph: Graph,
    notation: Notation,
    ways: Ways,
    loss: string | undefined,
    values?: ReadonlyMap<string, Tensor>,
  ) {
    this.#graph = graph;
    this.#values = values;
    this.#notation = notation;
    this.#ways = ways;
    this.#updates = new Set(Object.values(graph.updates));
    this.#loss = loss !== undefined && !this.#isTaken(loss) ? loss : undefined;
  }

  name(id: string): SymbolName {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    // In a graph that is no real one, names may lead back to themselves.
    this.#known.set(id, symbolName(id, this.#notation.layers));
    const name = this.#make(id);
    this.#known.set(id, name);
    return name;
  }

  /** A node as an operand: numbers that nobody named by their value, and all others where values are given. */
  operand(node: GraphNode): Expression {
    const number = this.#ownValue(node);
    if (number !== undefined) return m.number(rounded(number));
    const value = this.#values?.get(node.id);
    // What is too large to be printed keeps its name.
    const isNumbers = value !== undefined && isPrintedWhole(value);
    return isNumbers ? numbers(value, node, this.#ways.of(node)) : this.symbol(node);
  }

  symbol(node: GraphNode): SymbolExpression {
    return { kind: "symbol", name: this.name(node.id), shape: node.shape, way: this.#ways.of(node) };
  }

  /** The operand of a formula; undefined for a step on the way of a rule, which is written out where it is used. */
  leaf(node: GraphNode): Expression | undefined {
    const isStep =
      node.of === undefined
        ? node.id.startsWith("update/") && !this.#updates.has(node.id)
        : (parseGradientId(node)?.part ?? "step") === "step";
    return isStep && !isSource(node.op) ? undefined : this.operand(node);
  }

  gradient(of: string, id: string): SymbolName {
    const [above, below] = [this.#output(of), this.name(id)].map(whole);
    return {
      base: `\\frac{\\partial ${above!.base}}{\\partial ${below!.base}}`,
      plain: `∂${above!.plain}/∂${below!.plain}`,
    };
  }

  /** An output goes by the name of its node. */
  #output(of: string): SymbolName {
    const { outputs } = this.#graph;
    return this.name(Object.hasOwn(outputs, of) ? outputs[of]! : of);
  }

  #make(id: string): SymbolName {
    const { rate, loss, layers } = this.#notation;
    if (id === this.#loss) return symbolName(loss, "W_1");
    const node = findNode(this.#graph, id);
    const value = node && this.#ownValue(node);
    // The 1 that a backward pass begins with is a gradient too.
    if (value !== undefined && node?.rule !== "seed") return numberName(value);
    const gradient = node && parseGradientId(node);
    if (gradient?.part === "step") return symbolName(id.slice(id.lastIndexOf("/") + 1), layers);
    if (gradient !== undefined) {
      const name = this.gradient(gradient.target, node!.of!);
      return gradient.part === "total" ? name : this.#term(name, node!.via!);
    }
    if (id === "update/@lr") return symbolName(rate, "W_1");
    if (id === "update/@step") return { base: "t", plain: "t" };
    const target = updateTarget(this.#graph, id);
    if (target !== undefined) return primed(this.name(target));
    const slot = /^slot\/(.+)\/([^/]+)$/s.exec(id);
    if (slot !== null) return this.#slot(slot[2]!, slot[1]!);
    return symbolName(id, layers);
  }

  /** One consumer's term of a gradient. */
  #term({ base, plain }: SymbolName, via: string): SymbolName {
    const consumer = whole(this.name(via));
    return {
      base: `\\left.${base}\\right|`,
      sub: consumer.base,
      plain: `${plain} (via ${consumer.plain})`,
    };
  }

  #slot(name: string, parameter: string): SymbolName {
    const memory = symbolName(name, "W_1");
    const of = this.name(parameter);
    // Side by side: an index of an index is too small to read.
    const parts = [memory.sub, of.base, of.sub, of.sup];
    return {
      ...memory,
      sub: parts.filter((part) => part !== undefined).join(","),
      plain: `${memory.plain}(${of.plain})`,
    };
  }

  /** The value of a scalar constant that no person gave a name: an operand in a spec, or a rule's. */
  #ownValue({ id, op, attributes, rule }: GraphNode): number | undefined {
    const value = attributes["value"];
    if (op !== "constant" || typeof value !== "number") return undefined;
    if (rule !== undefined) return value;
    const consumer = findNode(this.#graph, id.slice(0, Math.max(0, id.lastIndexOf("/"))));
    const isNumber = consumer?.in.includes(id) || /^(update|slot)\//.test(id);
    return isNumber === true ? value : undefined;
  }

  /** Whether another node goes by the loss's letter already. */
  #isTaken(loss: string): boolean {
    const letter = symbolName(this.#notation.loss, "W_1").base;
    return this.#graph.nodes.some(
      ({ id }) => id !== loss && id.length <= 8 && symbolName(id, "W_1").base === letter && !/[\d/]/.test(id),
    );
  }
}

/** A tensor as an operand: a number, or a matrix that lies as its symbol does. */
function numbers(value: Tensor, { shape }: GraphNode, way: Way | undefined): Expression {
  if (value.data.length === 1 && shape.length === 0) return m.number(rounded(value.data[0]!));
  const base = matrixLatex(value, way);
  return { kind: "symbol", name: { base, plain: formatTensor(value).join(" ") }, shape, way };
}

/** To the digits that a picture shows. */
function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : value;
}

/** A name as one piece. */
function whole(name: SymbolName): { readonly base: string; readonly plain: string } {
  return { base: latexOf({ kind: "symbol", name }), plain: name.plain };
}

function primed(name: SymbolName): SymbolName {
  return { ...name, sup: `${name.sup ?? ""}\\prime`, plain: `${name.plain}′` };
}

function numberName(value: number): SymbolName {
  const number = m.number(value);
  return { base: latexOf(number), plain: plainOf(number) };
}
