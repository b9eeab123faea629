import { Builder } from "../builder.js";
import { Refusal } from "../errors.js";
import { findNode, type Graph, indexOf } from "../graph.js";
import { defaultLimits, type Limits } from "../limits.js";
import type { Registry } from "../registry.js";
import { replaceNodes } from "../replaceNodes.js";
import { formatShape, sameShape } from "../shape.js";
import type { Value } from "../value.js";
import type { AlgebraicLaw, Replacement, Rewrite } from "./defineRewrite.js";
import { dropUnused } from "./dropUnused.js";

/** What every step says. */
interface Step {
  /** In words. */
  readonly does: string;
  readonly before: Graph;
  /** To be drawn, compared and run like any other. */
  readonly after: Graph;
}

/** One node is computed in another way. */
export interface ReplacingStep extends Step {
  readonly kind: "replace";
  readonly law: AlgebraicLaw;
  /** The node; it keeps its id. */
  readonly node: string;
  /** The node of the first graph that it belongs to: itself, unless it was made by an earlier step. */
  readonly root: string;
  /** The operands whose own definition was looked at. */
  readonly read: readonly string[];
  /** Ids of new nodes. */
  readonly made: readonly string[];
}

/** The last step: what nothing needs any more is left out. */
export interface DroppingStep extends Step {
  readonly kind: "drop";
  /** Ids of what was left out. */
  readonly dropped: readonly string[];
}

export type RewriteStep = ReplacingStep | DroppingStep;

/** A graph in another form, and how it came to it. */
export interface Rewritten {
  /** The graph itself, where there was nothing to do. */
  readonly graph: Graph;
  readonly steps: readonly RewriteStep[];
}

export interface RewriteOptions {
  readonly registry: Registry;
  readonly limits?: Limits;
}

/** More than anyone reads; a rewrite that takes more is taken to have no end. */
export const maximumSteps = 10_000;

/**
 * Applies a rewrite, step by step, until it finds nothing more to do; then leaves out what nothing needs any more.
 * Takes time linear in the nodes for each step. As every step keeps a graph, the graphs of all steps together have at
 * most `limits.nodes` nodes, and there are at most {@link maximumSteps}.
 * @throws {Refusal} too-many-steps
 * @throws {TypeError} a step that changes a node's shape or dtype
 */
export function rewrite(
  graph: Graph,
  rule: Rewrite,
  { registry, limits = defaultLimits }: RewriteOptions,
): Rewritten {
  const steps: RewriteStep[] = [];
  const roots = new Map<string, string>();
  let current = graph;
  let held = 0;
  for (;;) {
    const found = rule.step(current, { registry });
    if (found === undefined) break;
    held += current.nodes.length;
    if (steps.length === maximumSteps || held > limits.nodes) throw tooManySteps(rule, steps.length, limits);
    const step = replace(current, found, roots.get(found.node) ?? found.node, { registry, limits });
    checkSame(rule, step);
    for (const id of step.made) roots.set(id, step.root);
    steps.push(step);
    current = step.after;
  }
  const after = dropUnused(current, graph);
  const dropped = current.nodes.flatMap(({ id }) => (indexOf(after).has(id) ? [] : [id]));
  if (dropped.length > 0) {
    const does = "leaves out what nothing needs any more";
    steps.push({ kind: "drop", does, dropped, before: current, after });
  }
  return { graph: dropped.length > 0 ? after : current, steps };
}

function replace(
  before: Graph,
  { node: id, does, law, read, make }: Replacement,
  root: string,
  { registry, limits }: Required<RewriteOptions>,
): ReplacingStep {
  const builder = new Builder({ ...before, registry, limits });
  const earlier = indexOf(before);
  const named = (value: Value, as: string): Value =>
    value.id === undefined ? builder.name(value, freeId(`${root}/${as}`, earlier, builder)) : value;
  const after = replaceNodes(before, builder, (node) =>
    node.id === id ? { scope: root, make: () => make((input) => builder.get(input), named) } : undefined,
  );
  const made = after.nodes.flatMap((node) => (earlier.has(node.id) ? [] : [node.id]));
  return { kind: "replace", does, law, node: id, root, read, made, before, after };
}

function freeId(id: string, taken: ReadonlyMap<string, number>, builder: Builder): string {
  const isTaken = (other: string): boolean => taken.has(other) || builder.has(other);
  if (!isTaken(id)) return id;
  let count = 2;
  while (isTaken(`${id}${count}`)) count++;
  return `${id}${count}`;
}

function checkSame({ name }: Rewrite, { node: id, before, after }: ReplacingStep): void {
  const [old, now] = [findNode(before, id)!, findNode(after, id)!];
  if (sameShape(old.shape, now.shape) && old.dtype === now.dtype) return;
  const [was, is] = [old, now].map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`);
  throw new TypeError(`rewrite ${name}: ${id} was ${was} and became ${is}`);
}

function tooManySteps({ name }: Rewrite, steps: number, { nodes }: Limits): Refusal {
  const got = `rewrite ${name}, not at its end after ${steps} steps`;
  const need = `at most ${maximumSteps} steps, and ${nodes} nodes in the graphs of all steps together`;
  return new Refusal({ code: "too-many-steps", got, need });
}
