import type { Builder } from "./builder.js";
import { declareBuffer, declareConstant, declareInput, declareParameter } from "./declare.js";
import { DimScope } from "./dims.js";
import { type Path, type ProblemList, Refusal } from "./errors.js";
import { inputNames, type Op, reservedNodeKeys } from "./op.js";
import { compareNames, findCycle, orderByNeed } from "./order.js";
import { formatShape } from "./shape.js";
import type { BufferSpec, InputSpec, NodeSpec, ScopeSpec } from "./spec.js";
import { suggest } from "./suggest.js";
import { nestedShape } from "./tensor.js";
import type { Value } from "./value.js";
import { resolveAttributes } from "./attributes.js";
import type { Block } from "./block.js";

const idPattern = /^[A-Za-z][A-Za-z0-9_]*$/;
/** First segments of the ids that differentiation and optimisers make. */
const reservedIds: ReadonlySet<string> = new Set(["grad", "update", "slot"]);
const isReservedKey = (key: string): boolean => (reservedNodeKeys as readonly string[]).includes(key);

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
export class ScopeBuilder {
  readonly #builder: Builder;
  readonly #dims: DimScope;
  readonly #problems: ProblemList;
  readonly #frame: Frame;
  readonly #values = new Map<string, Value>();
  /** Names whose own mistake was reported; what uses them is passed over in silence. */
  readonly #failed = new Set<string>();

  constructor(builder: Builder, dims: DimScope, problems: ProblemList, frame: Frame) {
    this.#builder = builder;
    this.#dims = dims;
    this.#problems = problems;
    this.#frame = frame;
  }

  /** Appends a model's inputs. */
  declareInputs(inputs: Readonly<Record<string, InputSpec>>): void {
    this.#each("inputs", inputs, (id, spec) => declareInput(this.#builder, this.#dims, id, spec));
  }

  /**
   * Takes an instance's inputs from outside and binds the dim names in their patterns.
   * @throws {Refusal} shape-mismatch | dtype-mismatch
   */
  bindInputs(inputs: Readonly<Record<string, InputSpec>>, given: readonly Value[]): void {
    Object.entries(inputs).forEach(([id, { shape, dtype }], i) => {
      const value = given[i]!;
      if (!this.#dims.match(shape, value.shape)) {
        const need = formatShape(this.#dims.substitute(shape));
        throw new Refusal({ code: "shape-mismatch", got: `${formatShape(value.shape)} for ${id}`, need });
      }
      if (dtype !== undefined && dtype !== value.dtype) {
        throw new Refusal({ code: "dtype-mismatch", got: `${value.dtype} for ${id}`, need: dtype });
      }
      this.#values.set(id, value);
    });
  }

  /** Binds dim names from literal values; a value that does not fit is refused where it is declared. */
  bindLiterals({ params = {}, buffers = {} }: ScopeSpec): void {
    for (const specs of [params, buffers]) {
      for (const id of Object.keys(specs).sort(compareNames)) {
        const { shape, value } = specs[id]!;
        if (value !== undefined) this.#dims.match(shape, nestedShape(value));
      }
    }
  }

  /** Appends everything but the inputs. */
  expand(scope: ScopeSpec): void {
    this.#each("params", scope.params ?? {}, (id, spec) => declareParameter(this.#builder, this.#dims, id, spec));
    this.#each("buffers", scope.buffers ?? {}, (id, spec) =>
      declareBuffer(this.#builder, this.#dims, id, spec, this.#fitted(spec, scope)),
    );
    this.#each("constants", scope.constants ?? {}, (id, spec) => declareConstant(this.#builder, id, spec));
    const needs = (id: string): string[] => references(scope.nodes[id]!).map(firstSegment);
    const { order, cyclic } = orderByNeed(Object.keys(scope.nodes), needs);
    this.#reportCycles(cyclic, needs);
    this.#inOrder("nodes", order, scope.nodes, (id, node) => this.#node(id, node));
  }

  /**
   * The value that a reference in this scope means: a local id, or a path below an instance.
   * @throws {Refusal} unknown-node; an empty one where the mistake was reported already
   */
  resolve(reference: string): Value {
    const local = this.#values.get(reference);
    if (local !== undefined) return local;
    const below = this.#frame.prefix + reference;
    if (reference.includes("/") && this.#builder.has(below)) return this.#builder.get(below);
    if (this.#failed.has(reference) || this.#failed.has(firstSegment(reference))) throw new Refusal([]);
    throw new Refusal({
      code: "unknown-node",
      got: JSON.stringify(reference),
      need: "the id of an input, parameter, buffer, constant or node",
      ...suggest(reference, this.#known(reference)),
    });
  }

  /** What a reference may have meant: ids of this scope, or those inside the instance that it begins with. */
  #known(reference: string): Iterable<string> {
    const { prefix } = this.#frame;
    const instance = `${prefix}${firstSegment(reference)}/`;
    const inside = this.#builder.values.flatMap(({ id }) => (id?.startsWith(instance) ? [id.slice(prefix.length)] : []));
    return reference.includes("/") && inside.length > 0 ? inside : this.#values.keys();
  }

  #each<T>(kind: string, specs: Readonly<Record<string, T>>, make: (id: string, spec: T) => Value): void {
    this.#inOrder(kind, Object.keys(specs).sort(compareNames), specs, make);
  }

  #inOrder<T>(kind: string, ids: readonly string[], specs: Readonly<Record<string, T>>, make: (id: string, spec: T) => Value): void {
    for (const id of ids) {
      const value = this.#attempt(kind, id, () => {
        this.#checkId(id);
        return make(this.#frame.prefix + id, specs[id]!);
      });
      if (value === undefined) this.#failed.add(id);
      else this.#values.set(id, value);
    }
  }

  #attempt<T>(kind: string, id: string, work: () => T): T | undefined {
    const { prefix, path } = this.#frame;
    if (prefix === "") {
      return this.#problems.attempt(() => this.#builder.within({ scope: id, path: [...path, kind, id] }, work));
    }
    return this.#problems.attempt(() => this.#builder.within({ scope: prefix + id, path }, () => withoutPath(work)));
  }

  #checkId(id: string): void {
    if (!idPattern.test(id) || reservedIds.has(id)) {
      throw new Refusal({
        code: "bad-id",
        got: JSON.stringify(id),
        need: `a letter, then letters, digits and _; not ${[...reservedIds].join(", ")}`,
      });
    }
    if (this.#values.has(id) || this.#failed.has(id)) {
      throw new Refusal({ code: "duplicate-id", got: `"${id}" twice`, need: "one meaning for each id in a scope" });
    }
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

  #reportCycles(cyclic: readonly string[], needs: (id: string) => string[]): void {
    cyclic.forEach((id) => this.#failed.add(id));
    let left = cyclic;
    while (left.length > 0) {
      const cycle = findCycle(left, needs);
      const shown = cycle.length > 8 ? [...cycle.slice(0, 8), "…"] : cycle;
      this.#attempt("nodes", cycle[0]!, () => {
        throw new Refusal({
          code: "cycle",
          got: [...shown, cycle[0]!].join(" needs "),
          need: "an order in which each node comes after its inputs",
        });
      });
      const onCycle = new Set(cycle);
      left = orderByNeed(left.filter((id) => !onCycle.has(id)), needs).cyclic;
    }
  }

  #node(id: string, node: NodeSpec): Value {
    const { op, block } = node;
    refuseUnsupported(node);
    if ((op === undefined) === (block === undefined)) {
      const got = op === undefined ? "neither op nor block" : "both op and block";
      throw new Refusal({ code: op === undefined ? "missing-key" : "conflict", got, need: "one of op and block" });
    }
    const settings = Object.fromEntries(Object.entries(node).filter(([key]) => !isReservedKey(key)));
    const registry = this.#builder.registry;
    if (block !== undefined) {
      const found = this.#at(["block"], () => registry.get("blocks", block));
      return this.#instance(id, found, node, settings);
    }
    const { op: name, attributes } = typeof op === "string" ? { op, attributes: {} } : op!;
    const found = this.#at(["op"], () => registry.get("ops", name));
    const operands = this.#operands(id, node, inputNames(found), `op ${name}`);
    return this.#builder.name(this.#builder.call(found, operands, this.#withDims(found, { ...attributes, ...settings })), id);
  }

  #instance(id: string, block: Block, node: NodeSpec, settings: Readonly<Record<string, unknown>>): Value {
    if (this.#frame.depth >= this.#builder.limits.depth) {
      throw new Refusal({ code: "too-deep", got: `blocks nested deeper than ${this.#builder.limits.depth}`, need: "fewer levels" });
    }
    const body = block.body(resolveAttributes(`block ${block.name}`, block.arguments, settings));
    const operands = this.#operands(id, node, Object.keys(body.inputs), `block ${block.name}`);
    const frame = { prefix: `${id}/`, path: this.#frame.path.length > 1 ? this.#frame.path : [...this.#frame.path, "nodes", id], depth: this.#frame.depth + 1 };
    const inner = new ScopeBuilder(this.#builder, new DimScope(), this.#problems, frame);
    inner.bindInputs(body.inputs, operands);
    inner.bindLiterals(body);
    inner.expand(body);
    return inner.resolve(body.output);
  }

  /** A node's inputs in declared order, from a list or an object; numbers become constants `<node>/<input>`. */
  #operands(id: string, { in: given }: NodeSpec, names: readonly string[], noun: string): Value[] {
    const keys = Array.isArray(given) ? names.slice(0, given.length) : Object.keys(given);
    const unknown = keys.find((key) => !names.includes(key));
    if (unknown !== undefined) {
      throw new Refusal({ code: "unknown-input", path: ["in", unknown], got: JSON.stringify(unknown), need: `an input of ${noun}: ${names.join(", ")}`, ...suggest(unknown, names) });
    }
    const count = Array.isArray(given) ? given.length : keys.length;
    if (count !== names.length) {
      throw new Refusal({ code: "wrong-inputs", path: ["in"], got: `${count} input${count === 1 ? "" : "s"}`, need: `${names.length} for ${noun}: ${names.join(", ")}` });
    }
    return names.map((name, i) => {
      const operand = Array.isArray(given) ? given[i]! : given[name]!;
      if (typeof operand === "number") return this.#builder.constant(operand, this.#builder.dtype, `${id}/${name}`);
      return this.#at(["in", Array.isArray(given) ? i : name], () => this.resolve(operand));
    });
  }

  /** Binds the dim names in attributes that are shapes. */
  #withDims(op: Op, settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(settings).map(([key, value]) => {
        const declared = op.attributes?.[key];
        const shape = declared?.kind === "shape" ? declared.parse(value) : undefined;
        return [key, shape === undefined ? value : this.#at([key], () => this.#dims.bind(shape as readonly (string | number)[]))];
      }),
    );
  }

  #at<T>(path: Path, work: () => T): T {
    return this.#builder.within({ scope: "", path }, work);
  }
}

/** The author of an instance wrote none of the lines inside its block. */
function withoutPath<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.problems.map(({ path: _, ...problem }) => problem)) : error;
  }
}

function references({ in: given }: NodeSpec): string[] {
  return Object.values(given).filter((operand): operand is string => typeof operand === "string");
}

function firstSegment(reference: string): string {
  const slash = reference.indexOf("/");
  return slash < 0 ? reference : reference.slice(0, slash);
}

function refuseUnsupported(node: NodeSpec): void {
  const key = ["params", "repeat", "carry", "scan", "collect", "share"].find((name) => Object.hasOwn(node, name));
  if (key === undefined) return;
  throw new Refusal({ code: "unsupported", path: [key], got: JSON.stringify(key), need: "a node without it: this version does not repeat or share blocks" });
}
