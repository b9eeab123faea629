import { type Engine, type Phase, phases, type Plan, type Program, type StaticNode } from "./engine.js";
import { Refusal } from "./errors.js";
import { expand } from "./expand.js";
import { type Graph, type GraphNode, indexOf, isSource, nodeId } from "./graph.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { Op } from "./op.js";
import type { Registry } from "./registry.js";
import { select } from "./select.js";
import { elementCount, formatShape, type StaticShape } from "./shape.js";
import type { State } from "./state.js";

export interface CompileOptions {
  readonly registry: Registry;
  readonly engine: Engine;
  readonly state: State;
  /** Sizes of the names that are still open: `{ N: 64 }`. */
  readonly dims?: Readonly<Record<string, number>>;
  /** Outputs or node ids to compute. Default: every output and every update. */
  readonly outputs?: readonly string[];
  /** Further nodes whose values are to be read: an engine need not keep what lies between. Sources are always kept. */
  readonly keep?: readonly string[];
  readonly limits?: Limits;
}

/**
 * Selects the nodes that are needed, binds their shapes, orders them by phase and lets the engine allocate.
 * @throws {Refusal} unknown-node | unbound-dim | bad-dim | too-large | unset-buffer
 */
export function compile(graph: Graph, options: CompileOptions): Plan {
  const { registry, dims = {}, limits = defaultLimits } = options;
  checkDims(dims);
  const ends = options.outputs?.map((name) => nodeId(graph, name)) ?? [
    ...Object.values(graph.outputs),
    ...Object.values(graph.updates),
  ];
  const keep = options.keep?.map((name) => nodeId(graph, name)) ?? [];
  const selected = select(graph, [...ends, ...keep]);
  const unfolds = (op: Op): boolean => (!op.kernel && !op.formula) || (options.engine.unfolds?.(op) ?? false);
  const isFolded = ({ op }: GraphNode): boolean => !isSource(op) && unfolds(registry.get("ops", op));
  const unfolded = selected.nodes.some(isFolded) ? expand(selected, registry, unfolds, limits) : selected;
  const allInputs = new Set(graph.nodes.flatMap(({ id, op }) => (op === "input" ? [id] : [])));
  const program = {
    ...assemble(unfolded, registry, dims, limits),
    allInputs,
    state: options.state,
    limits,
    kept: new Set([...ends, ...keep]),
  };
  for (const id of options.state.unset()) {
    if (program.positions.has(id)) {
      throw new Refusal({
        code: "unset-buffer",
        at: id,
        got: "a buffer that is fitted to data and has no value yet",
        need: "values for it",
        try: "train first, or give the weights of a run",
      });
    }
  }
  return options.engine.compile(program);
}

function checkDims(dims: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(dims)) {
    if (Number.isSafeInteger(size) && size >= 0) continue;
    throw new Refusal({
      code: "bad-dim",
      at: name,
      got: String(size),
      need: "an integer that is at least 0",
    });
  }
}

function assemble(
  graph: Graph,
  registry: Registry,
  dims: Readonly<Record<string, number>>,
  limits: Limits,
): Omit<Program, "allInputs" | "state" | "limits" | "kept"> {
  const phaseOf = assignPhases(graph);
  const order: GraphNode[] = [];
  const ends = { forward: 0, backward: 0, update: 0 };
  phases.forEach((phase, rank) => {
    for (let i = 0; i < graph.nodes.length; i++) if (phaseOf[i] === rank) order.push(graph.nodes[i]!);
    ends[phase] = order.length;
  });
  const positions = new Map<string, number>();
  const nodes: StaticNode[] = [];
  for (const node of order) {
    positions.set(node.id, nodes.length);
    nodes.push({
      node,
      inputs: node.in.map((id) => positions.get(id)!),
      shape: bind(node, dims, limits),
      op: isSource(node.op) ? undefined : registry.get("ops", node.op),
    });
  }
  const updates = Object.entries(graph.updates).map(([target, id]) => ({
    target,
    position: positions.get(id)!,
  }));
  return { graph, nodes, phaseEnds: ends satisfies Record<Phase, number>, positions, updates };
}

/** 0, 1 or 2 for each node: its own phase, or that of an input where that is later. */
function assignPhases(graph: Graph): Uint8Array {
  const index = indexOf(graph);
  const phaseOf = new Uint8Array(graph.nodes.length);
  for (let i = 0; i < phaseOf.length; i++) {
    const node = graph.nodes[i]!;
    let phase = node.id.startsWith("update/") && !isSource(node.op) ? 2 : node.of !== undefined ? 1 : 0;
    for (const id of node.in) phase = Math.max(phase, phaseOf[index.get(id)!]!);
    phaseOf[i] = phase;
  }
  return phaseOf;
}

function bind(node: GraphNode, dims: Readonly<Record<string, number>>, limits: Limits): StaticShape {
  if (node.shape.length === 0) return node.shape as StaticShape;
  const shape = node.shape.map((dim) => {
    if (typeof dim === "number") return dim;
    if (Object.hasOwn(dims, dim)) return dims[dim]!;
    throw new Refusal({
      code: "unbound-dim",
      at: node.id,
      got: `${formatShape(node.shape)}, with no size for ${dim}`,
      need: `an integer for ${dim}`,
      try: `dims: { ${dim}: 1 }`,
    });
  });
  if (elementCount(shape) > limits.elements) {
    throw new Refusal({
      code: "too-large",
      at: node.id,
      got: formatShape(shape),
      need: `at most ${limits.elements} elements`,
    });
  }
  return shape;
}
