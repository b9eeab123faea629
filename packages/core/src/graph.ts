import type { DType, FloatDType } from "./dtype.js";
import { Refusal } from "./errors.js";
import type { Shape } from "./shape.js";
import { suggest } from "./suggest.js";
import { textHash } from "./textHash.js";

/** JSON data, the only thing that attributes are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Attributes = Readonly<Record<string, Json>>;

/**
 * Where a graph's numbers come from. Every other `op` is an operation from the registry.
 *
 * | source | attributes |
 * |---|---|
 * | input | `classes?` |
 * | parameter | `init` or `value`, `trainable` |
 * | buffer | `value`, or `fit` and `of` |
 * | slot | `init` (an optimiser's memory) |
 * | constant | `value` |
 */
export const sources = ["input", "parameter", "buffer", "slot", "constant"] as const;
export type Source = (typeof sources)[number];

/** One node, one value, one id. */
export interface GraphNode {
  readonly id: string;
  /** A {@link Source} or the name of an op. */
  readonly op: string;
  /** Ids of earlier nodes, in the op's declared order. */
  readonly in: readonly string[];
  /** Every attribute, defaults included. */
  readonly attributes: Attributes;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Backward nodes: the forward node whose gradient this is part of. */
  readonly of?: string;
  /** Backward nodes: the consumer of `of` whose rule made this one. */
  readonly via?: string;
  /** Backward nodes: the op whose rule made this one, or `seed` (the 1 that the walk begins with), or `total` (a sum of contributions). */
  readonly rule?: string;
}

/** What a spec's profile says of a graph as a whole; what it filled in stands in the nodes. */
export interface Conventions {
  readonly profile: string;
  /** By what a gradient is taken when nobody says: `parameters`, `inputs` or `both`. */
  readonly gradient: string;
  /** How it is written down: the letters and the way that matrices lie. */
  readonly notation: Readonly<Record<string, string>>;
}

/** A static computation graph: plain frozen data, nodes in topological order. */
export interface Graph {
  readonly name: string;
  readonly dtype: FloatDType;
  readonly mode: Mode;
  readonly seed: number;
  /** Where the spec names a profile. */
  readonly conventions?: Conventions;
  /** Where the spec takes blocks from files: SHA-256 of each, by its path. */
  readonly uses?: Readonly<Record<string, string>>;
  readonly nodes: readonly GraphNode[];
  /** Output name → node id. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Parameter, buffer or slot → the node that computes its next value. */
  readonly updates: Readonly<Record<string, string>>;
}

export type Mode = "train" | "eval";

/** The document version that {@link graphToJson} writes. */
export const graphVersion = 1;

const sourceNames: ReadonlySet<string> = new Set(sources);

export function isSource(op: string): op is Source {
  return sourceNames.has(op);
}

const indices = new WeakMap<Graph, ReadonlyMap<string, number>>();

/** Node id → position in `graph.nodes`; made once per graph. */
export function indexOf(graph: Graph): ReadonlyMap<string, number> {
  let index = indices.get(graph);
  if (index === undefined) {
    index = new Map(graph.nodes.map((node, i) => [node.id, i]));
    indices.set(graph, index);
  }
  return index;
}

/** The node with this id, or undefined. */
export function findNode(graph: Graph, id: string): GraphNode | undefined {
  const i = indexOf(graph).get(id);
  return i === undefined ? undefined : graph.nodes[i];
}

/** The id meant by an output name or a node id; undefined where there is neither. */
export function resolveOutput(graph: Graph, name: string): string | undefined {
  if (Object.hasOwn(graph.outputs, name)) return graph.outputs[name];
  return indexOf(graph).has(name) ? name : undefined;
}

/**
 * Like {@link resolveOutput}, for a name that must be there.
 * @throws {Refusal} unknown-node
 */
export function nodeId(graph: Graph, name: string): string {
  const id = resolveOutput(graph, name);
  if (id !== undefined) return id;
  throw new Refusal({
    code: "unknown-node",
    got: JSON.stringify(name),
    need: "the name of an output or the id of a node",
    ...suggest(name, [...Object.keys(graph.outputs), ...graph.nodes.map((node) => node.id)]),
  });
}

/** SHA-256, in hex, of the canonical JSON. */
export function graphHash(graph: Graph): string {
  return textHash(graphToJson(graph));
}

/**
 * The canonical document: one node a line, keys in a fixed order, numbers in their shortest form. Equal graphs
 * give equal bytes.
 */
export function graphToJson(graph: Graph): string {
  const lines = graph.nodes.map((node) => `    ${nodeLine(node)}`);
  return [
    "{",
    `  "graph": ${graphVersion},`,
    `  "name": ${canonical(graph.name)},`,
    `  "dtype": ${canonical(graph.dtype)},`,
    `  "mode": ${canonical(graph.mode)},`,
    `  "seed": ${canonical(graph.seed)},`,
    ...(graph.conventions ? [`  "conventions": ${canonical({ ...graph.conventions })},`] : []),
    ...(graph.uses ? [`  "uses": ${canonical(graph.uses)},`] : []),
    `  "outputs": ${canonical(graph.outputs)},`,
    `  "updates": ${canonical(graph.updates)},`,
    `  "nodes": [\n${lines.join(",\n")}\n  ]`,
    "}\n",
  ].join("\n");
}

const nodeKeys = ["id", "op", "in", "attributes", "shape", "dtype", "of", "via", "rule"] as const;

function nodeLine(node: GraphNode): string {
  const fields = nodeKeys
    .filter((key) => node[key] !== undefined && !isEmptyField(key, node))
    .map((key) => `${JSON.stringify(key)}: ${canonical(node[key]!)}`);
  return `{ ${fields.join(", ")} }`;
}

function isEmptyField(key: keyof GraphNode, node: GraphNode): boolean {
  return key === "in"
    ? node.in.length === 0
    : key === "attributes" && Object.keys(node.attributes).length === 0;
}

/** JSON with sorted keys and a space after each comma and colon; numbers that JSON lacks are strings, -0 is kept. */
function canonical(value: Json): string {
  if (typeof value === "number") {
    if (Object.is(value, -0)) return "-0";
    return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}: ${canonical(item)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value);
}
