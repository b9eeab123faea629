import {
  type Expression,
  findNode,
  type Graph,
  latexAlgebra as m,
  latexOf,
  type Notation,
  plainOf,
  type Registry,
  resolveOutput,
  simplifyExpression,
  type Tensor,
  type Way,
} from "@chainrule/core";
import { parseGradientId } from "../view/gradientName.js";
import { derivativeOf } from "./derivative.js";
import { fragment } from "./fragment.js";
import { holdsProduct } from "./holdsProduct.js";
import { ruleOf } from "./rule.js";
import { symbolName } from "./symbolName.js";
import { Symbols } from "./symbols.js";
import { updateTarget } from "./updateTarget.js";
import { type Ways, waysOf } from "./ways.js";
import type { Writer } from "./writer.js";

export interface WriterOptions {
  readonly registry: Registry;
  /** Default: that of the graph's conventions; what they leave open, that of the `default` profile. */
  readonly notation?: Partial<Notation> | undefined;
  /**
   * The output or node that the loss's letter stands for. Default: the output `loss`, else the first by which the
   * graph has been differentiated.
   */
  readonly loss?: string | undefined;
  /** By node id: with them, operands are written as numbers, `value` and `rule` are formulas with numbers put in. */
  readonly values?: ReadonlyMap<string, Tensor> | undefined;
}

const canonical: Notation = {
  weights: "X W",
  layers: "W_1",
  delta: "row",
  rate: "η",
  loss: "L",
};

/** Writes a graph down in the notation of a lecture. */
export function writerOf(graph: Graph, { registry, notation, loss, values }: WriterOptions): Writer {
  const chosen: Notation = {
    ...canonical,
    ...registry.find("profiles", "default")?.notation,
    ...graph.conventions?.notation,
    ...notation,
  };
  return new GraphWriter(graph, registry, chosen, loss ?? lossOf(graph), values);
}

function lossOf(graph: Graph): string | undefined {
  if (Object.hasOwn(graph.outputs, "loss")) return "loss";
  for (const node of graph.nodes) if (node.rule === "seed") return parseGradientId(node)?.target;
  return undefined;
}

class GraphWriter implements Writer {
  readonly rate: string;
  readonly #graph: Graph;
  readonly #registry: Registry;
  readonly #ways: Ways;
  readonly #symbols: Symbols;

  constructor(
    graph: Graph,
    registry: Registry,
    notation: Notation,
    loss: string | undefined,
    values: ReadonlyMap<string, Tensor> | undefined,
  ) {
    this.#graph = graph;
    this.#registry = registry;
    this.#ways = waysOf(graph, notation);
    const end = loss === undefined ? undefined : resolveOutput(graph, loss);
    this.#symbols = new Symbols(graph, notation, this.#ways, end, values);
    this.rate = symbolName(notation.rate, "W_1").base;
  }

  name(id: string): string {
    return this.#symbols.name(id).plain;
  }

  symbol(id: string): string {
    return latexOf({ kind: "symbol", name: this.#symbols.name(id) });
  }

  value(id: string): string | undefined {
    const value = this.#value(id);
    return value && latexOf(value.expression, value.want, this.#ways);
  }

  equation(id: string): string {
    return this.#equation(id, latexOf, "\\leftarrow") ?? this.symbol(id);
  }

  equationText(id: string): string {
    return this.#equation(id, plainOf, "←") ?? this.name(id);
  }

  gradient(of: string, id: string): string {
    return this.#symbols.gradient(of, id).base;
  }

  gradientName(of: string, id: string): string {
    return this.#symbols.gradient(of, id).plain;
  }

  rule(id: string, position: number, cotangent: string): string | undefined {
    const node = findNode(this.#graph, id);
    const rule =
      node && ruleOf(this.#graph, node, position, cotangent, this.#symbols, this.#ways, this.#registry);
    if (rule === undefined) return undefined;
    const target = findNode(this.#graph, node!.in[position]!)!;
    return latexOf(rule, this.#wantOf(rule, this.#ways.gradient(target)), this.#ways);
  }

  derivative(id: string, position: number): string | undefined {
    const node = findNode(this.#graph, id);
    const derivative = node && derivativeOf(this.#graph, node, position, this.#symbols, this.#registry);
    if (derivative === undefined) return undefined;
    const target = findNode(this.#graph, node!.in[position]!)!;
    return latexOf(derivative, this.#wantOf(derivative, this.#ways.of(target)), this.#ways);
  }

  way(id: string): Way | undefined {
    const node = findNode(this.#graph, id);
    return node && this.#ways.of(node);
  }

  #value(id: string): { readonly expression: Expression; readonly want: Way | undefined } | undefined {
    const node = findNode(this.#graph, id);
    if (node === undefined) return undefined;
    const whole = fragment(this.#graph, id, (operand) => this.#symbols.leaf(operand), this.#registry);
    if (whole === undefined) return undefined;
    // What a person wrote stands as it is; what rules made may hold factors of 1. A comparison is a value in brackets.
    const told = whole.kind === "relation" ? m.list(whole) : whole;
    const expression = node.of === undefined ? told : simplifyExpression(told);
    const way = holdsProduct(expression) ? this.#ways.equation(node) : this.#ways.of(node);
    return { expression, want: this.#wantOf(expression, way) };
  }

  /** Without a product, nothing asks in which way a vector lies. */
  #wantOf(expression: Expression, way: Way | undefined): Way | undefined {
    return way === "row" || way === "column" ? (holdsProduct(expression) ? way : undefined) : way;
  }

  #equation(id: string, write: typeof latexOf, arrow: string): string | undefined {
    const value = this.#value(id);
    if (value === undefined) return undefined;
    const right = write(value.expression, value.want, this.#ways);
    const owner = updateTarget(this.#graph, id);
    const target = owner === undefined ? undefined : findNode(this.#graph, owner);
    const left = target ?? findNode(this.#graph, id)!;
    return `${write(this.#symbols.symbol(left), value.want)} ${target === undefined ? "=" : arrow} ${right}`;
  }
}
