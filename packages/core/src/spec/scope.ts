import type { Builder } from "../builder.js";
import { Refusal } from "../errors.js";
import { firstSegment } from "../identifiers.js";
import { compareNames, findCycles, orderByNeed } from "../order.js";
import { formatShape } from "../shape.js";
import { nestedShape } from "../tensor.js";
import type { Value } from "../value.js";
import type { Block, BlockBody } from "./block.js";
import { buildNode } from "./buildNode.js";
import { declareBuffer, declareConstant, declareInput, declareParameter } from "./declare.js";
import { DimScope } from "./dims.js";
import { type Frame, instanceFrame, type ScopeTree } from "./frame.js";
import type { InstanceOptions, NodeScope } from "./nodeScope.js";
import { type OriginTrace, originTrace } from "./origins.js";
import type { Fills } from "./profile.js";
import { nodeReferences } from "./references.js";
import { ScopeNames } from "./scopeNames.js";
import type { BufferSpec, InputSpec, ParameterSpec, ScopeSpec } from "./spec.js";

/**
 * Expands one scope (a model, or one instance of a block) into the builder. Ids inside an instance begin with its
 * path; refusals are placed where the block is written, or at the instance of one that comes as code.
 */
export class ScopeBuilder implements NodeScope {
  readonly dims: DimScope;
  readonly trace: OriginTrace | undefined;
  readonly #tree: ScopeTree;
  readonly #frame: Frame;
  readonly #names: ScopeNames;

  constructor(tree: ScopeTree, dims: DimScope, frame: Frame) {
    this.dims = dims;
    this.#tree = tree;
    this.#frame = frame;
    this.trace = tree.origins && originTrace(tree.origins, frame, () => tree.builder.path);
    this.#names = new ScopeNames(tree.builder, tree.addresses, frame.prefix);
  }

  get builder(): Builder {
    return this.#tree.builder;
  }

  get fills(): Fills {
    return this.#tree.fills;
  }

  /** Appends a model's inputs. */
  declareInputs(inputs: Readonly<Record<string, InputSpec>>): void {
    this.#each("inputs", inputs, (id, spec) =>
      declareInput(this.builder, this.dims, this.#frame.prefix + id, spec),
    );
  }

  /**
   * Takes an instance's inputs from outside and binds the dim names in their patterns.
   * @throws {Refusal} shape-mismatch | dtype-mismatch
   */
  bindInputs(inputs: Readonly<Record<string, InputSpec>>, given: readonly Value[]): void {
    Object.entries(inputs).forEach(([id, { shape, dtype }], i) => {
      const value = given[i]!;
      if (!this.dims.match(shape, value.shape)) {
        const need = formatShape(this.dims.substitute(shape));
        throw new Refusal({ code: "shape-mismatch", got: `${formatShape(value.shape)} for ${id}`, need });
      }
      if (dtype !== undefined && dtype !== value.dtype) {
        throw new Refusal({ code: "dtype-mismatch", got: `${value.dtype} for ${id}`, need: dtype });
      }
      this.#names.set(id, value);
    });
  }

  /** Binds dim names from values that are given; one that does not fit is refused where it is declared. */
  bindDims({ params = {}, buffers = {} }: ScopeSpec): void {
    for (const id of Object.keys(params).sort(compareNames)) {
      const { shape, value } = params[id]!;
      const bound = this.#frame.bindings.find(id);
      if (bound !== undefined) this.dims.match(shape, bound.shape);
      else if (value !== undefined) this.dims.match(shape, nestedShape(value));
    }
    for (const id of Object.keys(buffers).sort(compareNames)) {
      const { shape, value } = buffers[id]!;
      if (value !== undefined) this.dims.match(shape, nestedShape(value));
    }
  }

  /** Appends everything but the inputs. */
  expand(scope: ScopeSpec): void {
    const { prefix } = this.#frame;
    for (const part of ["params", "buffers", "constants", "nodes"] as const)
      this.#names.announce(Object.keys(scope[part] ?? {}));
    this.#each("params", scope.params ?? {}, (id, spec) => this.#parameter(id, spec));
    this.#each("buffers", scope.buffers ?? {}, (id, spec) =>
      declareBuffer(this.builder, this.dims, prefix + id, spec, this.#fitted(spec, scope)),
    );
    this.#each("constants", scope.constants ?? {}, (id, spec) =>
      declareConstant(this.builder, prefix + id, spec),
    );
    const needs = (id: string): string[] =>
      nodeReferences(scope.nodes[id]!).map(({ reference }) => firstSegment(reference));
    const { order, cyclic } = orderByNeed(Object.keys(scope.nodes), needs);
    cyclic.forEach((id) => this.#names.fail(id));
    for (const cycle of findCycles(cyclic, needs))
      this.#attempt("nodes", cycle[0]!, () => refuseCycle(cycle));
    this.#inOrder("nodes", order, scope.nodes, (id, node) => buildNode(this, prefix + id, node));
  }

  block(name: string): Block {
    return this.#frame.blocks.get(name);
  }

  instantiate(id: string, body: BlockBody, inputs: readonly Value[], options: InstanceOptions): Value {
    const { depth } = this.#frame;
    const { limits } = this.builder;
    if (depth >= limits.depth) {
      const got = `blocks nested deeper than ${limits.depth}`;
      throw new Refusal({ code: "too-deep", got, need: "fewer levels" });
    }
    const frame = instanceFrame(this.#frame, id, body, options);
    const inner = new ScopeBuilder(this.#tree, new DimScope(), frame);
    inner.bindInputs(body.inputs, inputs);
    inner.bindDims(body);
    inner.expand(body);
    return inner.resolve(body.output);
  }

  /** @throws {Refusal} as {@link ScopeNames.resolve} */
  resolve(reference: string): Value {
    return this.#names.resolve(reference);
  }

  find(path: string): Value | undefined {
    return this.#names.find(path);
  }

  address(id: string, value: Value): void {
    this.#tree.addresses.set(id, value);
  }

  /** A parameter of its own, that of the copies before it, or the value that takes its place. */
  #parameter(id: string, spec: ParameterSpec): Value {
    const { bindings, home } = this.#frame;
    const given = bindings.find(id) ?? this.#tree.addresses.get(home + id);
    if (given === undefined) {
      const made = declareParameter(this.builder, this.dims, home + id, spec);
      this.address(home + id, made);
      return made;
    }
    this.dims.unify(spec.shape, given.shape);
    if (given.dtype === this.builder.dtype) return given;
    throw new Refusal({ code: "dtype-mismatch", got: given.dtype, need: this.builder.dtype });
  }

  /** Appends the sources of one kind. */
  #each<T extends object>(
    kind: string,
    specs: Readonly<Record<string, T>>,
    make: (id: string, spec: T) => Value,
  ): void {
    this.#inOrder(kind, Object.keys(specs).sort(compareNames), specs, (id, spec) => {
      const value = make(id, spec);
      this.trace?.add(value.id!, Object.keys(value.attributes), { written: spec, filled: {} });
      return value;
    });
  }

  #inOrder<T>(
    kind: string,
    ids: readonly string[],
    specs: Readonly<Record<string, T>>,
    make: (id: string, spec: T) => Value,
  ): void {
    for (const id of ids) {
      const value = this.#attempt(kind, id, () => {
        this.#names.checkNew(id);
        return make(id, specs[id]!);
      });
      if (value === undefined) this.#names.fail(id);
      else this.#names.set(id, value);
    }
  }

  #attempt<T>(kind: string, id: string, work: () => T): T | undefined {
    const { prefix, path, isWritten } = this.#frame;
    const scope = prefix + id;
    const { problems } = this.#tree;
    if (isWritten)
      return problems.attempt(() => this.builder.within({ scope, path: [...path, kind, id] }, work));
    return problems.attempt(() => this.builder.within({ scope, path }, () => withoutPath(work)));
  }

  /** The id of the node that a buffer is fitted to: `of`, or the scope's only input. */
  #fitted({ fit, of }: BufferSpec, scope: ScopeSpec): string | undefined {
    if (fit === undefined) return undefined;
    const inputs = Object.keys(scope.inputs);
    const name = of ?? (inputs.length === 1 ? inputs[0] : undefined);
    if (name === undefined) return undefined;
    // Nodes come after buffers; an op's node will have its own name as id.
    return scope.nodes[name]?.op === undefined ? this.resolve(name).id : this.#frame.prefix + name;
  }
}

function refuseCycle(cycle: readonly string[]): never {
  const shown = cycle.length > 8 ? [...cycle.slice(0, 8), "…"] : cycle;
  throw new Refusal({
    code: "cycle",
    got: [...shown, cycle[0]!].join(" needs "),
    need: "an order in which each node comes after its inputs",
  });
}

/** The author of an instance wrote none of the lines inside its block. */
function withoutPath<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refusal
      ? new Refusal(error.problems.map(({ path: _, ...problem }) => problem))
      : error;
  }
}
