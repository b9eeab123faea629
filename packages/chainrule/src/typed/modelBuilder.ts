import {
  Builder,
  type BuilderOptions,
  checkId,
  type DType,
  type Graph,
  type GraphSpec,
  type InputSpec,
  type Json,
  type Nested,
  nestedShape,
  type Shape,
  toSpec,
  type Value,
} from "@chainrule/core";
import type { Blocks } from "./definitions.js";
import { expandInstance, type Given } from "./expandInstance.js";
import type { Flat, Inferred, SchemaOf, Settings } from "./settings.js";
import type { InitialiserFor } from "./spec.js";

/** How a parameter begins, and whether training changes it. */
export type ParameterOptions<G> = (
  { readonly init: Inferred<G, InitialiserFor<G, never>> } | { readonly value: Nested }
) & { readonly trainable?: boolean; readonly stream?: string };

/** What a buffer holds: numbers, or a statistic of the training rows of a value. */
export type BufferOptions =
  { readonly value: Nested } | { readonly fit: "mean" | "deviation"; readonly of: Value };

/** What a block of this name takes as arguments; A is what was written. */
type ArgumentsOf<K extends keyof Blocks, A> = Settings<
  SchemaOf<Blocks[K]>,
  A,
  { holes: never; profile: false }
>;

/** Blocks that need no arguments. */
type ByDefault = {
  [K in keyof Blocks]: Record<never, never> extends ArgumentsOf<K, unknown> ? K : never;
}[keyof Blocks];

interface Instance extends Given {
  readonly node: Readonly<Record<string, Json>>;
  readonly output: Value;
}

/** Declares what a model is made of; what is computed comes from the ops' calls: `m.name("h", ops.tanh(z))`. */
export class ModelBuilder {
  readonly #builder: Builder;
  readonly #dims: Readonly<Record<string, number>>;
  readonly #instances = new Map<string, Instance>();
  /** By buffer: what it is fitted to, which may get its id later. */
  readonly #fitted = new Map<string, Value>();

  constructor(options: BuilderOptions, dims: Readonly<Record<string, number>>) {
    this.#builder = new Builder(options);
    this.#dims = dims;
  }

  /** Appends an input; `model` does so for those among its options. */
  input(id: string, { shape, dtype = this.#builder.dtype, classes }: InputSpec): Value {
    checkId(id);
    const attributes = classes === undefined ? {} : { classes };
    return this.#builder.source("input", id, this.#bound(shape), dtype, attributes);
  }

  /** A parameter: `m.parameter("W", [2, 4], { init: "glorot" })`. */
  parameter<const G>(id: string, shape: Shape, options: ParameterOptions<G>): Value {
    checkId(id);
    const { trainable = true, ...rest } = options;
    const { init } = { init: undefined, ...rest };
    const first =
      init === undefined ? rest : { ...rest, init: typeof init === "string" ? { type: init } : init };
    const attributes = { ...first, trainable } as Record<string, Json>;
    return this.#builder.source("parameter", id, this.#bound(shape), this.#builder.dtype, attributes);
  }

  /** A buffer: kept and not trained. */
  buffer(id: string, shape: Shape, options: BufferOptions): Value {
    checkId(id);
    const attributes = "fit" in options ? { fit: options.fit } : { value: options.value };
    if ("fit" in options) this.#fitted.set(id, options.of);
    return this.#builder.source("buffer", id, this.#bound(shape), this.#builder.dtype, attributes);
  }

  /** A constant that has a name; a number among an op's operands needs none. */
  constant(id: string, value: Nested, dtype: DType = this.#builder.dtype): Value {
    checkId(id);
    return this.#builder.source("constant", id, nestedShape(value), dtype, { value });
  }

  /**
   * Gives a value its id in the graph. What is made within a function is made under that id: so an op that draws
   * random numbers knows its stream, `m.name("d", () => ops.dropout(h, { rate: 0.5 }))`.
   * @throws {Refusal} bad-id | duplicate-id
   */
  name(id: string, value: Value | (() => Value)): Value {
    checkId(id);
    const made = typeof value === "function" ? this.#builder.within({ scope: id }, value) : value;
    return this.#builder.name(made, id);
  }

  /** The value with this id, also within an instance: `m.get("enc/W")`. @throws {Refusal} unknown-node */
  get(id: string): Value {
    return this.#builder.get(id);
  }

  /**
   * An instance of a block, its inputs by name: `m.block("hidden", "dense", { x }, { units: 4, activation: "tanh" })`.
   * @param params values that take the place of the block's own parameters
   * @throws {Refusal} as `build`
   */
  block<K extends keyof Blocks & string, const A>(
    id: string,
    block: K,
    inputs: Given["inputs"],
    args: Inferred<A, Flat<ArgumentsOf<K, A>>>,
    params?: Given["params"],
  ): Value;
  block(id: string, block: ByDefault, inputs: Given["inputs"]): Value;
  block(
    id: string,
    block: string,
    inputs: Given["inputs"],
    args: object = {},
    params: Given["params"] = {},
  ): Value {
    checkId(id);
    const node = { block, ...(args as Readonly<Record<string, Json>>) };
    const { output, fitted } = expandInstance(this.#builder, id, node, { inputs, params });
    for (const [buffer, value] of fitted) this.#fitted.set(buffer, value);
    this.#instances.set(id, { node, inputs, params, output });
    return output;
  }

  /** The spec of everything that was declared. @throws {Refusal} duplicate-id */
  finish(outputs: Readonly<Record<string, Value>>): GraphSpec {
    const { values, registry, limits } = this.#builder;
    const numbers = values.filter(({ op, id }) => op === "constant" && id === undefined);
    const draft = this.#builder.finish({});
    const nodes = draft.nodes.map((node) => {
      const of = this.#fitted.get(node.id)?.id;
      return of === undefined ? node : { ...node, attributes: { ...node.attributes, of } };
    });
    const graph: Graph = { ...draft, nodes, outputs: idsOf(outputs) };
    const instances = new Map(
      [...this.#instances].map(([id, { node, inputs, params, output }]) => [
        id,
        { node, in: idsOf(inputs), params: idsOf(params), output: output.id! },
      ]),
    );
    const unnamed = new Set(numbers.map(({ id }) => id!));
    return toSpec(graph, { registry, limits, instances, unnamed });
  }

  #bound(shape: Shape): Shape {
    return shape.map((dim) =>
      typeof dim === "string" && Object.hasOwn(this.#dims, dim) ? this.#dims[dim]! : dim,
    );
  }
}

/** Ids of values that are finished; numbers stay. */
function idsOf(values: Readonly<Record<string, Value>>): Record<string, string>;
function idsOf(values: Given["inputs"]): Record<string, string | number>;
function idsOf(values: Given["inputs"]): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? value : value.id!]),
  );
}
