import type { Attributes, Graph, GraphNode, Json } from "../graph.js";
import type { BlockSpec, ModelSpec, NodeSpec, ScopeSpec } from "../spec/spec.js";
import type { Nested } from "../tensor.js";
import { unused } from "./specIds.js";
import { needsOf, type Part } from "./tree.js";

/** An instance of a block that is known by name: how its node is written, and what the node's id stands for. */
export interface Instance {
  /** Without its inputs. */
  readonly node: Readonly<Record<string, Json>>;
  /** The graph's ids, or numbers, by the names of the block's inputs. */
  readonly in: Readonly<Record<string, string | number>>;
  /** The graph's ids, by the names of the parameters whose place they take. */
  readonly params: Readonly<Record<string, string>>;
  readonly output: string;
}

/** What is being written. */
export interface Writing {
  readonly graph: Graph;
  /** Constants that are written as numbers where they are used; they are no nodes of the graph. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Instances of blocks that are known by name, by their paths. */
  readonly instances: ReadonlyMap<string, Instance>;
  /** Whether a name is that of a loaded block. */
  isBlock(name: string): boolean;
}

const none: ReadonlySet<string> = new Set();

/** A scope with every kind of declaration, as none of them or some. */
type Declarations = { readonly [K in keyof ScopeSpec]-?: NonNullable<ScopeSpec[K]> };

/** Writes scopes as specs: every instance that is not known by name becomes a block of the spec's own. */
export class ScopeWriter {
  readonly #graph: Graph;
  readonly #byId: ReadonlyMap<string, GraphNode>;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #instances: ReadonlyMap<string, Instance>;
  readonly #isBlock: Writing["isBlock"];
  readonly blocks: Record<string, BlockSpec> = {};
  /** The names of blocks by what they hold. */
  readonly #known = new Map<string, string>();
  /** What an instance's path stands for. */
  readonly #outputs = new Map<string, string>();

  constructor({ graph, numbers, instances, isBlock }: Writing) {
    this.#graph = graph;
    this.#byId = new Map(graph.nodes.map((node) => [node.id, node]));
    this.#numbers = numbers;
    this.#instances = instances;
    this.#isBlock = isBlock;
  }

  model(root: Part): ModelSpec {
    for (const part of partsIn(root)) this.#outputs.set(part.prefix.slice(0, -1), this.#outputOf(part));
    const scope = this.#scope(root, (id) => this.#shortened(id, ""));
    const outputs = Object.fromEntries(
      Object.entries(this.#graph.outputs).map(([name, id]) => [name, this.#shortened(id, "")]),
    );
    return { ...scope, outputs };
  }

  /**
   * @param reference how this scope calls a node of the graph
   * @param given nodes among those of the scope that it takes from outside
   */
  #scope(part: Part, reference: (id: string) => string, given: ReadonlySet<string> = none): ScopeSpec {
    const scope: Declarations = { inputs: {}, params: {}, buffers: {}, constants: {}, nodes: {} };
    for (const node of part.nodes) {
      if (!given.has(node.id)) this.#declare(scope, node.id.slice(part.prefix.length), node, reference);
    }
    for (const [name, inner] of part.parts) {
      const known = this.#instances.get(inner.prefix.slice(0, -1));
      scope.nodes[name] =
        known === undefined ? this.#instance(name, inner, reference) : this.#knownNode(known, reference);
    }
    const { inputs, nodes, ...optional } = scope;
    const declared = Object.entries(optional).filter(([, items]) => Object.keys(items).length > 0);
    return { inputs, ...Object.fromEntries(declared), nodes };
  }

  #declare(
    scope: Declarations,
    name: string,
    { op, shape, dtype, attributes, in: inputs }: GraphNode,
    reference: (id: string) => string,
  ): void {
    const { dtype: usual } = this.#graph;
    const ownType = dtype === usual ? {} : { dtype };
    if (op === "input") scope.inputs[name] = { shape, ...ownType, ...attributes };
    else if (op === "parameter") scope.params[name] = { shape, ...withoutDefault(attributes) };
    else if (op === "buffer") {
      const { of, ...rest } = attributes;
      scope.buffers[name] = { shape, ...rest, ...(typeof of === "string" && { of: reference(of) }) };
    } else if (op === "constant")
      scope.constants[name] = { value: attributes["value"] as Nested, ...ownType };
    else scope.nodes[name] = { op, in: inputs.map((id) => this.#operand(id, reference)), ...attributes };
  }

  /** A node that is an instance of a block of the spec's own, with the nodes inside it as its body. */
  #instance(name: string, inner: Part, outer: (id: string) => string): NodeSpec {
    const { prefix } = inner;
    const operands = this.#operandsOf(inner);
    const numbers = new Set([...operands.keys()].filter((id) => id.startsWith(prefix)));
    const call = (id: string): string => operands.get(id) ?? this.#shortened(id, prefix);
    const scope = this.#scope(inner, call, numbers);
    for (const [id, local] of operands) {
      const { shape, dtype } = this.#byId.get(id)!;
      scope.inputs[local] = { shape, ...(dtype !== this.#graph.dtype && { dtype }) };
    }
    const output = this.#shortened(this.#outputs.get(prefix.slice(0, -1))!, prefix);
    const block = this.#block(name, { ...scope, output } as BlockSpec);
    const given = [...operands].map(([id, local]) => [
      local,
      numbers.has(id) ? (this.#byId.get(id)!.attributes["value"] as number) : outer(id),
    ]);
    return { block, in: Object.fromEntries(given) };
  }

  /** What an instance takes from outside, by the graph's ids: how it calls each inside. */
  #operandsOf({ prefix, nodes, parts, all }: Part): Map<string, string> {
    const local = (id: string): string => id.slice(id.lastIndexOf("/") + 1);
    const taken = new Set([...nodes.map(({ id }) => id.slice(prefix.length)), ...parts.keys()]);
    const operands = new Map<string, string>();
    // Numbers among an instance's inputs come before everything else that it makes.
    for (const node of all) {
      if (!this.#isNumber(node) || node.id !== prefix + local(node.id)) break;
      operands.set(node.id, local(node.id));
    }
    for (const id of all.flatMap(needsOf)) {
      if (id.startsWith(prefix) || operands.has(id) || this.#numbers.has(id)) continue;
      const name = unused(local(id), taken);
      taken.add(name);
      operands.set(id, name);
    }
    return operands;
  }

  #isNumber({ op, shape, dtype }: GraphNode): boolean {
    return op === "constant" && shape.length === 0 && dtype === this.#graph.dtype;
  }

  /** The name of the block that holds this, made where there is none. */
  #block(name: string, block: BlockSpec): string {
    const text = JSON.stringify(block);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const own = unused(name, { has: (taken) => this.#isBlock(taken) || Object.hasOwn(this.blocks, taken) });
    this.blocks[own] = block;
    this.#known.set(text, own);
    return own;
  }

  /** What an instance's id stands for: of those not known by name, the last of its nodes. */
  #outputOf({ prefix, all }: Part): string {
    const known = this.#instances.get(prefix.slice(0, -1));
    return known?.output ?? all.at(-1)!.id;
  }

  /** How a scope calls a node below it: by its path, or by that of the outermost instance that stands for it. */
  #shortened(id: string, prefix: string): string {
    let path = id;
    for (;;) {
      const outer = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      if (outer.length < prefix.length || outer === "" || this.#outputs.get(outer) !== id) break;
      path = outer;
    }
    return path.slice(prefix.length);
  }

  #knownNode(known: Instance, reference: (id: string) => string): NodeSpec {
    const inputs = Object.entries(known.in).map(([name, given]) => [
      name,
      typeof given === "number" ? given : this.#operand(given, reference),
    ]);
    const params = Object.entries(known.params).map(([name, id]) => [name, reference(id)]);
    return {
      ...known.node,
      in: Object.fromEntries(inputs) as NodeSpec["in"],
      ...(params.length > 0 && { params: Object.fromEntries(params) as Record<string, string> }),
    };
  }

  #operand(id: string, reference: (id: string) => string): string | number {
    return this.#numbers.get(id) ?? reference(id);
  }
}

function* partsIn(root: Part): Generator<Part> {
  const pending = [...root.parts.values()];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    yield part;
    pending.push(...part.parts.values());
  }
}

function withoutDefault({ trainable, ...rest }: Attributes): Attributes {
  return trainable === false ? { trainable, ...rest } : rest;
}
