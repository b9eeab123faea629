import type { BlockBody } from "./block.js";
import { buildNode, type NodeScope } from "./buildNode.js";
import type { Builder } from "./builder.js";
import { declareBuffer, declareConstant, declareInput, declareParameter } from "./declare.js";
import { DimScope } from "./dims.js";
import { type Path, type ProblemList, Refusal } from "./errors.js";
import { firstSegment } from "./identifiers.js";
import { compareNames, findCycles, orderByNeed } from "./order.js";
import { ScopeNames } from "./scopeNames.js";
import { formatShape } from "./shape.js";
import type { BufferSpec, InputSpec, NodeSpec, ScopeSpec } from "./spec.js";
import { nestedShape } from "./tensor.js";
import type { Value } from "./value.js";

/** Where a scope stands: in the graph, in the document, and how deep. */
interface Frame {
  /** Empty for the model; an instance's path and a slash for a block. */
  readonly prefix: string;
  /** The model's place, or the instance's. */
  readonly path: Path;
  readonly depth: number;
}

/**
 * Expands one scope (a model, or one instance of a block) into the builder. Inside a block's instance, refusals
 * are placed at the instance, and ids begin with its path.
 */
export class ScopeBuilder implements NodeScope {
  readonly builder: Builder;
  readonly dims: DimScope;
  readonly #problems: ProblemList;
  readonly #frame: Frame;
  readonly #names: ScopeNames;

  constructor(builder: Builder, dims: DimScope, problems: ProblemList, frame: Frame) {
    this.builder = builder;
    this.dims = dims;
    this.#problems = problems;
    this.#frame = frame;
    this.#names = new ScopeNames(builder, frame.prefix);
  }

  /** Appends a model's inputs. */
  declareInputs(inputs: Readonly<Record<string, InputSpec>>): void {
    this.#each("inputs", inputs, (id, spec) => declareInput(this.builder, this.dims, id, spec));
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

  /** Binds dim names from literal values; a value that does not fit is refused where it is declared. */
  bindLiterals({ params = {}, buffers = {} }: ScopeSpec): void {
    for (const specs of [params, buffers]) {
      for (const id of Object.keys(specs).sort(compareNames)) {
        const { shape, value } = specs[id]!;
        if (value !== undefined) this.dims.match(shape, nestedShape(value));
      }
    }
  }

  /** Appends everything but the inputs. */
  expand(scope: ScopeSpec): void {
    this.#each("params", scope.params ?? {}, (id, spec) =>
      declareParameter(this.builder, this.dims, id, spec),
    );
    this.#each("buffers", scope.buffers ?? {}, (id, spec) =>
      declareBuffer(this.builder, this.dims, id, spec, this.#fitted(spec, scope)),
    );
    this.#each("constants", scope.constants ?? {}, (id, spec) => declareConstant(this.builder, id, spec));
    const needs = (id: string): string[] => references(scope.nodes[id]!).map(firstSegment);
    const { order, cyclic } = orderByNeed(Object.keys(scope.nodes), needs);
    cyclic.forEach((id) => this.#names.fail(id));
    for (const cycle of findCycles(cyclic, needs))
      this.#attempt("nodes", cycle[0]!, () => refuseCycle(cycle));
    this.#inOrder("nodes", order, scope.nodes, (id, node) => buildNode(this, id, node));
  }

  instantiate(id: string, body: BlockBody, inputs: readonly Value[]): Value {
    const { path, depth } = this.#frame;
    const { limits } = this.builder;
    if (depth >= limits.depth) {
      throw new Refusal({
        code: "too-deep",
        got: `blocks nested deeper than ${limits.depth}`,
        need: "fewer levels",
      });
    }
    const place = depth > 0 ? path : [...path, "nodes", id];
    const frame = { prefix: `${id}/`, path: place, depth: depth + 1 };
    const inner = new ScopeBuilder(this.builder, new DimScope(), this.#problems, frame);
    inner.bindInputs(body.inputs, inputs);
    inner.bindLiterals(body);
    inner.expand(body);
    return inner.resolve(body.output);
  }

  /** @throws {Refusal} as {@link ScopeNames.resolve} */
  resolve(reference: string): Value {
    return this.#names.resolve(reference);
  }

  #each<T>(kind: string, specs: Readonly<Record<string, T>>, make: (id: string, spec: T) => Value): void {
    this.#inOrder(kind, Object.keys(specs).sort(compareNames), specs, make);
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
        return make(this.#frame.prefix + id, specs[id]!);
      });
      if (value === undefined) this.#names.fail(id);
      else this.#names.set(id, value);
    }
  }

  #attempt<T>(kind: string, id: string, work: () => T): T | undefined {
    const { prefix, path } = this.#frame;
    if (prefix === "") {
      return this.#problems.attempt(() =>
        this.builder.within({ scope: id, path: [...path, kind, id] }, work),
      );
    }
    return this.#problems.attempt(() =>
      this.builder.within({ scope: prefix + id, path }, () => withoutPath(work)),
    );
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

function references({ in: given }: NodeSpec): string[] {
  return Object.values(given).filter((operand): operand is string => typeof operand === "string");
}
