import { ambientIds } from "./ambient.js";
import { fillFromPlace, noAttributes, resolveAttributes } from "./attributes.js";
import { type DType, type FloatDType, isFloat } from "./dtype.js";
import { type Path, placedAt, Refusal } from "./errors.js";
import { nameTheRest, toNode } from "./finish.js";
import type { Operand } from "./formula/algebra.js";
import { frozenCopy } from "./freeze.js";
import type { Attributes, Conventions, Graph, GraphNode, Mode, Source } from "./graph.js";
import { checkCount, checkTogether, checkTypes, inferShape } from "./infer.js";
import { defaultLimits, type Limits } from "./limits.js";
import { type AmbientInput, byInput, type Op, ownInputNames, resultType } from "./op.js";
import type { Registry } from "./registry.js";
import { type Shape, scalarShape } from "./shape.js";
import { type BuildContext, type Made, Value } from "./value.js";

const noInputs: readonly Value[] = Object.freeze([]);

export interface BuilderOptions {
  readonly registry: Registry;
  readonly name?: string;
  readonly dtype?: FloatDType;
  readonly mode?: Mode;
  readonly seed?: number;
  readonly limits?: Limits;
  /** See {@link Graph}. */
  readonly conventions?: Conventions | undefined;
  /** See {@link Graph}. */
  readonly uses?: Readonly<Record<string, string>> | undefined;
  /** Composites for which `apply` puts their decomposition in place of one node. */
  readonly unfold?: (op: Op) => boolean;
}

/** The one mutable thing: nodes are appended to it, and `finish` freezes them into a graph. */
export class Builder {
  readonly registry: Registry;
  readonly graphName: string;
  readonly dtype: FloatDType;
  readonly mode: Mode;
  readonly seed: number;
  readonly limits: Limits;
  readonly values: Value[] = [];
  readonly #record: Pick<Graph, "conventions" | "uses">;
  readonly #unfold: ((op: Op) => boolean) | undefined;
  readonly #named = new Map<string, Value>();
  #context: BuildContext = { scope: "" };
  /** How many composites are being unfolded, one inside the other. */
  #depth = 0;

  constructor(options: BuilderOptions) {
    this.registry = options.registry;
    this.graphName = options.name ?? "";
    this.dtype = options.dtype ?? "float32";
    this.mode = options.mode ?? "train";
    this.seed = options.seed ?? 0;
    this.limits = options.limits ?? defaultLimits;
    const { conventions, uses } = options;
    this.#record = { ...(conventions && { conventions }), ...(uses && { uses }) };
    this.#unfold = options.unfold;
  }

  /** A builder that already holds a graph's nodes, unchanged, and appends to them. */
  static from(graph: Graph, registry: Registry, limits?: Limits): Builder {
    const builder = new Builder({ ...graph, registry, ...(limits && { limits }) });
    for (const node of graph.nodes) builder.adopt(node);
    return builder;
  }

  /** Appends a node of a finished graph as it is; its inputs must be here already. */
  adopt(node: GraphNode): Value {
    const { op, attributes, shape, dtype } = node;
    return this.#append({ op, inputs: node.in.map((id) => this.get(id)), attributes, shape, dtype }, node);
  }

  /** The value with this id. @throws {Refusal} unknown-node */
  get(id: string): Value {
    const value = this.#named.get(id);
    if (value === undefined) {
      throw new Refusal({ code: "unknown-node", got: JSON.stringify(id), need: "the id of a node" });
    }
    return value;
  }

  has(id: string): boolean {
    return this.#named.has(id);
  }

  /** The place of the spec that is being built. */
  get path(): Path {
    return this.#context.path ?? [];
  }

  /** Runs `work` with another context; refusals inside it are given the context's place. */
  within<T>(context: BuildContext, work: () => T): T {
    const outer = this.#context;
    this.#context = context;
    try {
      return work();
    } catch (error) {
      throw error instanceof Refusal ? placedAt(error, context.path, context.scope) : error;
    } finally {
      this.#context = outer;
    }
  }

  /** Appends an input, parameter, buffer, slot or constant. */
  source(
    op: Source,
    id: string | undefined,
    shape: Shape,
    dtype: DType,
    attributes: Attributes = noAttributes,
  ): Value {
    const own = attributes === noAttributes ? attributes : frozenCopy(attributes);
    const value = this.#append({ op, inputs: noInputs, attributes: own, shape, dtype });
    return id === undefined ? value : this.name(value, id);
  }

  /** Appends a scalar constant. */
  constant(value: number, dtype: DType = this.dtype, id?: string): Value {
    return this.source("constant", id, scalarShape, dtype, { value });
  }

  /** A graph's own input, made when it is first asked for: a scalar of the graph's float dtype. */
  ambient(name: AmbientInput): Value {
    const id = ambientIds[name];
    return (
      this.#named.get(id) ??
      this.within({ scope: "" }, () => this.source("input", id, scalarShape, this.dtype))
    );
  }

  /**
   * Gives a value its id. A value that already has another is not renamed: an identity node takes the id, so
   * that every id that is asked for exists.
   * @throws {Refusal} duplicate-id
   */
  name(value: Value, id: string): Value {
    if (value.id === id) return value;
    if (value.id !== undefined) {
      return this.name(this.call(this.registry.get("ops", "identity"), [value]), id);
    }
    if (this.#named.has(id)) {
      throw new Refusal({ code: "duplicate-id", got: `"${id}" twice`, need: "one node for each id" });
    }
    value.id = id;
    this.#named.set(id, value);
    return value;
  }

  /**
   * Appends one op's node (or its decomposition, where this builder unfolds).
   * @param operands in the op's declared order, ambient ones or not; a number becomes a constant of the other operands' float dtype
   * @throws {Refusal} shape-mismatch | dtype-mismatch | wrong-inputs | unknown-, missing- or bad-attribute
   * @throws {TypeError} an operand of another builder
   */
  call(
    op: Op,
    operands: readonly Operand<Value>[],
    attributes: Readonly<Record<string, unknown>> = noAttributes,
  ): Value {
    const floatType =
      operands.find((x): x is Value => x instanceof Value && isFloat(x.dtype))?.dtype ?? this.dtype;
    const inputs = operands.map((x) => (typeof x === "number" ? this.constant(x, floatType) : x));
    checkCount(op, inputs);
    if (inputs.some(({ owner }) => owner !== this))
      throw new TypeError(`op ${op.name}: an input belongs to another graph`);
    const settings = this.settings(op, attributes);
    checkTypes(op, inputs, settings);
    if (op.inEval && this.mode === "eval") return op.inEval(byInput(op, inputs), settings);
    if (op.ambient && inputs.length === ownInputNames(op).length)
      inputs.push(...op.ambient.map((name) => this.ambient(name)));
    if (this.#unfold?.(op)) return this.#unfolded(op, inputs, settings);
    const shape = inferShape(op, inputs, settings);
    return this.#append({
      op: op.name,
      inputs,
      attributes: settings,
      shape,
      dtype: resultType(op, inputs, settings, this.dtype),
    });
  }

  /**
   * An op's attributes as its node here would have them: checked, with defaults, and what the place says.
   * @throws {Refusal} unknown-, missing- or bad-attribute
   */
  settings(op: Op, given: Readonly<Record<string, unknown>>): Attributes {
    const { attributes } = op;
    if (attributes === undefined && given === noAttributes) return noAttributes;
    const place = { stream: this.#context.scope, seed: this.seed };
    const filled = attributes === undefined ? given : fillFromPlace(attributes, given, place);
    const settings = resolveAttributes(`op ${op.name}`, attributes, filled);
    checkTogether(op, settings);
    return settings;
  }

  #unfolded(op: Op, inputs: readonly Value[], settings: Attributes): Value {
    if (this.#depth >= this.limits.depth) {
      const got = `op ${op.name}, unfolded inside ${this.#depth} others`;
      throw new Refusal({ code: "too-deep", got, need: `at most ${this.limits.depth} levels` });
    }
    this.#depth++;
    try {
      return op.decompose!(byInput(op, inputs), settings);
    } finally {
      this.#depth--;
    }
  }

  /** Freezes everything into a graph; unnamed nodes are named after their scope and op. */
  finish(ends: {
    outputs?: Readonly<Record<string, string>>;
    updates?: Readonly<Record<string, string>>;
  }): Graph {
    nameTheRest(this.values, this.#named);
    return Object.freeze({
      name: this.graphName,
      dtype: this.dtype,
      mode: this.mode,
      seed: this.seed,
      ...this.#record,
      nodes: Object.freeze(this.values.map(toNode)),
      outputs: Object.freeze({ ...ends.outputs }),
      updates: Object.freeze({ ...ends.updates }),
    });
  }

  #append(made: Made, node?: GraphNode): Value {
    const { nodes } = this.limits;
    if (this.values.length >= nodes) {
      throw new Refusal({
        code: "too-many-nodes",
        got: `more than ${nodes} nodes`,
        need: `at most ${nodes}`,
      });
    }
    const value = new Value(made, this, this.#context, node);
    this.values.push(value);
    if (node) this.#named.set(node.id, value);
    return value;
  }
}
