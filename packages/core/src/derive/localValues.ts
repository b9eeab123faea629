import { compile } from "../compile.js";
import type { Engine, Plan } from "../engine.js";
import { findNode, type Graph } from "../graph.js";
import { inputNames } from "../op.js";
import { openDims } from "../openDims.js";
import type { Registry } from "../registry.js";
import { elementCount, type StaticShape } from "../shape.js";
import { State } from "../state.js";
import { type Tensor, tensorOf } from "../tensor.js";
import type { PathEdge } from "./paths.js";

export interface LocalValuesOptions {
  readonly registry: Registry;
  readonly engine: Engine;
  /** What the nodes came to, by id: of every node that a path leads through, and of its inputs. */
  readonly values: ReadonlyMap<string, Tensor>;
}

/** A node's rules at given values: each is compiled when it is first needed. */
export class LocalValues {
  readonly #graph: Graph;
  readonly #options: LocalValuesOptions;
  readonly #plans = new Map<string, Plan>();

  constructor(graph: Graph, options: LocalValuesOptions) {
    this.#graph = graph;
    this.#options = options;
  }

  /** Hands a cotangent of the consumer back to its input, by the consumer's rule. */
  pullBack(edge: PathEdge, cotangent: Tensor): Tensor {
    const plan = this.#plan(edge);
    plan.step({ cotangent });
    return plan.read(edge.rule.result);
  }

  /**
   * The Jacobian ∂consumer/∂input, a row for each element of the consumer and a column for each of the input, both in
   * row-major order. Row i is what the rule makes of the cotangent that is 1 at i and 0 elsewhere.
   */
  jacobian(edge: PathEdge): Tensor {
    const { shape, dtype } = this.#value(edge.consumer);
    const rows = elementCount(shape);
    const columns = elementCount(this.#value(edge.input).shape);
    const entries = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++)
      entries.set(this.pullBack(edge, oneAt(row, shape, dtype)).data, row * columns);
    return tensorOf(entries, [rows, columns], dtype);
  }

  /** How many entries the Jacobian has. */
  entries({ consumer, input }: PathEdge): number {
    return elementCount(this.#value(consumer).shape) * elementCount(this.#value(input).shape);
  }

  #plan(edge: PathEdge): Plan {
    const key = `${edge.position} ${edge.consumer}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const { registry, engine } = this.#options;
    const node = findNode(this.#graph, edge.consumer)!;
    const names = inputNames(registry.get("ops", node.op));
    const feeds = Object.fromEntries(node.in.map((id, i) => [names[i]!, this.#value(id)]));
    const cotangent = this.#value(edge.consumer);
    const dims = openDims(edge.rule.graph, { ...feeds, cotangent });
    const plan = compile(edge.rule.graph, { registry, engine, state: new State([]), dims });
    plan.feed(feeds);
    this.#plans.set(key, plan);
    return plan;
  }

  #value(id: string): Tensor {
    return this.#options.values.get(id)!;
  }
}

function oneAt(at: number, shape: StaticShape, dtype: Tensor["dtype"]): Tensor {
  const data = new Float64Array(elementCount(shape));
  data[at] = 1;
  return tensorOf(data, shape, dtype);
}
